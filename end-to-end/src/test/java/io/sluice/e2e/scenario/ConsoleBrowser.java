package io.sluice.e2e.scenario;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.sluice.cli.local.LocalGateway;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Chromium without a window. For one thread, as Playwright is. */
public final class ConsoleBrowser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome",
            "google-chrome-stable");
    /** Without a sandbox, which needs rights that containers and root do not have; and nothing of its own on the network. */
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync");
    private static final double PATIENCE_MILLIS = (double) Scenario.PATIENCE.toMillis();
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 860;

    private final Playwright playwright;
    private final Browser browser;

    private ConsoleBrowser(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * Starts one.
     *
     * @throws AssertionError if the machine has none
     */
    public static ConsoleBrowser start() {
        Path chromium = find().orElseThrow(() -> new AssertionError("There is no Chromium on the PATH: ./sluice test "
                + "installs it, or do so yourself, on Debian as root: apt-get install chromium"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new ConsoleBrowser(playwright, playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(chromium).setArgs(ARGUMENTS).setTimeout(PATIENCE_MILLIS)));
    }

    private static Optional<Path> find() {
        return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    /** A page of its own, as somebody who has just started a browser; not signed in. */
    public ConsolePage open(LocalGateway gateway) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(gateway.console().toString()).setViewportSize(WIDTH, HEIGHT).setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return new ConsolePage(context);
    }

    /** A page on which a user has signed in, at the overview. */
    public ConsolePage open(LocalGateway gateway, String user) {
        ConsolePage page = open(gateway);
        page.signIn(user, String.valueOf(gateway.settings().environment().get("SLUICE_ADMIN_PASSWORD")));
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
