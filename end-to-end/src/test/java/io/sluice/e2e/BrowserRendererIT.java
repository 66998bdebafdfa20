package io.sluice.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.ConsoleBrowser;
import io.sluice.e2e.scenario.ConsolePage;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A browser that is a renderer, beside the console's pages and a controller that is none of them. */
@ExtendWith(Scenarios.class)
class BrowserRendererIT {
    private static final int SAMPLES_PER_SECOND = 8000;
    /** Long enough not to end while a busy machine pauses it. */
    private static final int SECONDS = 600;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int DESK_WIDTH = 1280;
    private static final int DESK_HEIGHT = 860;

    @Test
    void whatTheConsoleStoredPlaysInABrowserAndIsSeenPausedWhereverItIsShown(Scenario scenario, @TempDir Path folder)
            throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        String base = scenario.topic(1).name();
        String tone = base + "/größe, 1.wav";
        String text = base + "/words.txt";
        String words = "größe 映画\n".repeat(5000);
        Path toneFile = folder.resolve("tone.wav");
        writeSilence(toneFile);
        Path textFile = Files.writeString(folder.resolve("words.txt"), words);
        SoftAssertions looks = new SoftAssertions();
        try (ConsoleBrowser browser = ConsoleBrowser.start();
                ConsolePage console = browser.open(gateway, "operator");
                ConsolePage screen = browser.open(gateway, "viewer")) {
            console.go("library.html");
            upload(console, toneFile, tone);
            upload(console, textFile, text);
            look(scenario, console, "library", looks);

            screen.go("renderer.html");
            look(scenario, screen, "renderer", looks);
            screen.page().getByLabel("Name that controllers call it").fill(base);
            screen.button("Begin").click();
            assertThat(screen.page().locator("#connection")).hasText("connected");
            Locator state = screen.page().locator("#state");

            console.go("renderers.html");
            Locator row = rows(console, base);
            play(console, row, "library:" + text);
            assertThat(state).hasText("ended");
            assertThat(screen.page().locator("#text").textContent()).isEqualTo(words);

            play(console, row, "library:" + tone);
            assertThat(state).hasText("playing");
            screen.page().waitForFunction("() => document.getElementById('audio').currentTime > 0");
            CliProcess pause = scenario.cli("controller", "pause", base, "--gateway",
                    "127.0.0.1:" + gateway.settings().port());
            assertThat(pause.awaitExit(Scenario.PATIENCE)).as(pause.err()).isEqualTo(ExitCode.OK);
            assertThat(state).hasText("paused");
            assertThat(screen.page().evaluate("() => document.getElementById('audio').paused")).isEqualTo(true);
            assertThat(row).containsText("paused");
            assertThat(row).containsText("Pause by ");
            look(scenario, console, "renderers", looks);
            look(scenario, screen, "renderer-paused", looks);

            row.getByRole(AriaRole.BUTTON, named("Resume: " + base)).click();
            assertThat(state).hasText("playing");
            // Whether it may sound again without a click is the browser's to say.
            screen.page().reload();
            assertThat(screen.page().locator("#item")).hasText("library:" + tone);
            screen.button("Give the name up").click();
            assertThat(row).containsText("gone");
            looks.assertThat(console.complaintsAndRefusals()).isEmpty();
            looks.assertThat(screen.complaintsAndRefusals()).isEmpty();
        }
        looks.assertAll();
    }

    private static Locator rows(ConsolePage console, String text) {
        return console.page().locator("tbody tr", new Page.LocatorOptions().setHasText(text));
    }

    private static void upload(ConsolePage library, Path file, String name) {
        library.page().locator("#file").setInputFiles(file);
        library.page().locator("#name").fill(name);
        library.button("Upload").click();
        assertThat(library.page().locator("#said")).containsText(name + " is stored.");
        assertThat(rows(library, name)).isVisible();
    }

    private static void play(ConsolePage console, Locator row, String item) {
        row.getByRole(AriaRole.BUTTON, named("Play: ")).click();
        Locator dialog = console.page().getByRole(AriaRole.DIALOG);
        dialog.getByLabel("A topic, or library: and the name of a file").fill(item);
        dialog.getByRole(AriaRole.BUTTON, named("Play").setExact(true)).click();
        assertThat(console.page().locator("#said")).containsText("has acknowledged it");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    /** Light, dark and on a phone. */
    private static void look(Scenario scenario, ConsolePage page, String name, SoftAssertions looks) throws Exception {
        Path pictures = Files.createDirectories(
                scenario.installation().root().resolve("end-to-end/target/screenshots"));
        for (boolean dark : List.of(true, false)) {
            page.dark(dark);
            looks.assertThat(page.barriers()).as(name + (dark ? " in dark" : " in light")).isEmpty();
            page.screenshot(pictures.resolve("console-" + name + (dark ? "-dark.png" : "-light.png")));
        }
        page.page().setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        looks.assertThat(page.isTooWide()).as(name + " is wider than a phone").isFalse();
        looks.assertThat(page.barriers()).as(name + " on a phone").isEmpty();
        page.screenshot(pictures.resolve("console-" + name + "-phone.png"));
        page.page().setViewportSize(DESK_WIDTH, DESK_HEIGHT);
    }

    private static void writeSilence(Path file) throws Exception {
        byte[] silence = new byte[SAMPLES_PER_SECOND * SECONDS];
        Arrays.fill(silence, (byte) 128);
        try (AudioInputStream sound = new AudioInputStream(new ByteArrayInputStream(silence),
                new AudioFormat(SAMPLES_PER_SECOND, 8, 1, false, false), silence.length)) {
            AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }
}
