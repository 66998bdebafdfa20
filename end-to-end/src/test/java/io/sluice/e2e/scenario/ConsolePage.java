package io.sluice.e2e.scenario;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the console in a browser: finds what people find, by its role and name, and remembers what the browser complains of. */
public final class ConsolePage implements AutoCloseable {
    private static final int TALLEST = 1700;
    private static final String AXE = "/axe.min.js";
    /** Rules of WCAG 2.1 and good practice; those that make a page hard or impossible to use. */
    private static final String BARRIERS = """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                .filter(each => each.impact === 'serious' || each.impact === 'critical')
                .map(each => `${each.id}: ${each.help} at ${each.nodes.map(node => node.target.join(' ')).join(', ')}`)""";

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    ConsolePage(BrowserContext context) {
        this.context = context;
        this.page = context.newPage();
        page.onConsoleMessage(this::remember);
        page.onPageError(complaints::add);
    }

    private void remember(ConsoleMessage message) {
        if (message.type().equals("error")) {
            // The browser's own line for an answer that is not 2xx, which a page may well show as a refusal.
            (message.text().startsWith("Failed to load resource") ? refusals : complaints)
                    .add(message.text() + " at " + message.location());
        }
    }

    /** Signs in with the form and waits for the overview. */
    public void signIn(String user, String password) {
        page.navigate("login.html");
        page.getByLabel("Name").fill(user);
        page.getByLabel("Password").fill(password);
        button("Sign in").click();
        assertThat(page).hasTitle("Overview – Sluice");
        // Written by the page's script, which has built the rest by then.
        assertThat(page.locator("#who")).not().isEmpty();
    }

    /** Goes to an address of the gateway, such as {@code sessions.html?state=ACTIVE}. */
    public Response go(String address) {
        return page.navigate(address);
    }

    /** The browser's page itself. */
    public Page page() {
        return page;
    }

    /** A button by its exact name. */
    public Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Presses a button that asks first, checks that it asks, and says yes; returns once it has said what it did. */
    public void confirm(Locator button, String action, String said) {
        button.click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).isVisible();
        dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(action).setExact(true)).click();
        assertThat(page.locator("#said")).containsText(said);
    }

    /** The light or the dark colours, as the system would ask for them. */
    public void dark(boolean dark) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE));
    }

    /** What axe finds that is serious or critical. */
    public List<String> barriers() throws IOException {
        try (InputStream script = ConsolePage.class.getResourceAsStream(AXE)) {
            if (script == null) {
                throw new IOException("axe-core is not on the class path");
            }
            page.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8) + "; 0");
        }
        return ((List<?>) page.evaluate(BARRIERS)).stream().map(String::valueOf).toList();
    }

    /** True if one would have to scroll sideways to see the whole page. */
    public boolean isTooWide() {
        return (Boolean) page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth");
    }

    /** Keeps a picture of the whole page, or of the beginning of a very long one. */
    public void screenshot(Path file) {
        int height = Math.min(TALLEST,
                ((Number) page.evaluate("() => document.documentElement.scrollHeight")).intValue());
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true)
                .setClip(0, 0, page.viewportSize().width, height)
                .setAnimations(ScreenshotAnimations.DISABLED));
    }

    /** Errors in the browser's console and of the page's scripts; without answers that are refusals. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The above, and refusals. */
    public List<String> complaintsAndRefusals() {
        return Stream.concat(complaints.stream(), refusals.stream()).toList();
    }

    @Override
    public void close() {
        context.close();
    }
}
