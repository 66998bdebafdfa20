package io.sluice.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.ConsoleBrowser;
import io.sluice.e2e.scenario.ConsolePage;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every page of the console with life in it, in light and dark: the browser complains of nothing, axe finds no barrier,
 * nothing is wider than a phone. It keeps pictures in {@code target/screenshots}, which {@code ./sluice screenshots}
 * makes those of the documentation.
 */
@ExtendWith(Scenarios.class)
class ConsolePagesIT {
    private static final int SCREENS = 5;
    private static final int ORDERS_PER_SECOND = 200;
    /** Seconds of history that the charts show at least; a picture for people wants minutes. */
    private static final int HISTORY = Integer.getInteger("sluice.screenshots.history", 3);
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int DESK_WIDTH = 1280;
    private static final int DESK_HEIGHT = 860;
    private static final LinkSettings LOSSY = LinkSettings.builder().loss(0.02)
            .delay(Duration.ofMillis(10), Duration.ofMillis(25)).build();

    @Test
    void everyPageIsInOrderInLightAndDarkAndOnAPhone(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        String session = bringToLife(scenario, gateway);
        Path pictures = Files.createDirectories(
                scenario.installation().root().resolve("end-to-end/target/screenshots"));
        SoftAssertions all = new SoftAssertions();
        try (ConsoleBrowser browser = ConsoleBrowser.start(); ConsolePage console = browser.open(gateway, "operator")) {
            for (Map.Entry<String, String> page : pages(session).entrySet()) {
                look(console, page.getKey(), page.getValue(), pictures, all);
            }
            pauseInPictures(console, session, pictures);
            all.assertThat(console.complaintsAndRefusals()).isEmpty();
        }
        try (ConsoleBrowser browser = ConsoleBrowser.start(); ConsolePage console = browser.open(gateway)) {
            look(console, "login", "login.html", pictures, all);
            all.assertThat(console.complaintsAndRefusals()).isEmpty();
        }
        all.assertAll();
    }

    /** The names of the pictures, and where each page is. */
    private static Map<String, String> pages(String session) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("sessions", "sessions.html");
        pages.put("session", "session.html?id=" + session);
        pages.put("topics", "topics.html?internal=false");
        pages.put("topic", "topic.html?name=orders");
        pages.put("gateways", "gateways.html");
        pages.put("audit", "audit.html");
        pages.put("settings", "settings.html?text=delivery");
        pages.put("overview", "");
        return pages;
    }

    private static void look(ConsolePage console, String name, String address, Path pictures, SoftAssertions all)
            throws Exception {
        console.dark(false);
        Response answer = console.go(address);
        all.assertThat(answer.headerValue("content-security-policy")).as("policy of " + name)
                .contains("default-src 'self'").doesNotContain("unsafe-inline", "unsafe-eval");
        awaitContent(console, name);
        for (boolean dark : List.of(false, true)) {
            console.dark(dark);
            all.assertThat(console.barriers()).as(name + (dark ? " in dark" : " in light")).isEmpty();
            console.screenshot(pictures.resolve("console-" + name + (dark ? "-dark.png" : "-light.png")));
        }
        console.dark(false);
        console.page().setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        all.assertThat(console.isTooWide()).as(name + " is wider than a phone").isFalse();
        all.assertThat(console.barriers()).as(name + " on a phone").isEmpty();
        console.screenshot(pictures.resolve("console-" + name + "-phone.png"));
        console.page().setViewportSize(DESK_WIDTH, DESK_HEIGHT);
    }

    private static void awaitContent(ConsolePage console, String name) throws Exception {
        switch (name) {
            case "login" -> assertThat(console.button("Sign in")).isVisible();
            case "overview", "session" -> {
                String drawn = "seconds => [...document.querySelectorAll('live-chart .line:first-of-type')]"
                        + ".every(line => (line.getAttribute('d') ?? '').split('L').length >= seconds)";
                console.page().waitForFunction(drawn, HISTORY);
                assertThat(console.page().locator("#who")).hasText("operator");
            }
            default -> assertThat(console.page().locator("tbody tr").first()).isVisible();
        }
    }

    /** What the README tells of: find a session, pause it, see that it is. */
    private static void pauseInPictures(ConsolePage console, String session, Path pictures) {
        console.go("session.html?id=" + session);
        console.button("Pause").first().click();
        assertThat(console.page().getByText("Pause delivery to session")).isVisible();
        console.page().screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                .setPath(pictures.resolve("console-pause-asked.png")));
        console.page().locator("dialog button").first().click();
        assertThat(console.page().locator("#said")).containsText("Pause: done");
        assertThat(console.page().locator("tbody").first()).containsText("paused");
        console.page().screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                .setPath(pictures.resolve("console-pause-done.png")));
    }

    /** Screens that read orders, one of which falls behind, one is paused and one away; meters that send; and what operators did. */
    private static String bringToLife(Scenario scenario, LocalGateway gateway) throws Exception {
        Topic orders = scenario.topicNamed("orders", 3);
        Topic positions = scenario.topicNamed("positions", 1);
        UdpRelay mobile = scenario.relay(gateway, LOSSY);
        List<SluiceClient> screens = new ArrayList<>();
        for (int i = 1; i <= SCREENS; i++) {
            SluiceClient screen = scenario.connectAs("screen-" + i,
                    i % 2 == 0 ? Scenario.address(gateway) : mobile.localAddress());
            Subscription reading = screen.subscribe(SubscribeRequest.earliest(orders.name()));
            var _ = scenario.start(() -> readAll(reading));
            screens.add(screen);
        }
        Subscription untouched = scenario.connectAs("till-17", Scenario.address(gateway))
                .subscribe(SubscribeRequest.earliest(orders.name()));
        Publication meter = scenario.connectAs("meter-4", mobile.localAddress())
                .publish(PublishRequest.to(positions.name()));
        var _ = scenario.start(() -> orders.write(Long.MAX_VALUE, ORDERS_PER_SECOND, number -> order(orders, number)));
        var _ = scenario.start(() -> sendAll(meter));
        UdpRelay tunnel = scenario.relay(gateway, LOSSY);
        SluiceClient van = scenario.connectAs("van-3", tunnel.localAddress());
        van.subscribe(SubscribeRequest.earliest(orders.name()));
        tunnel.cut();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            String paused = "sessions/" + screens.getLast().sessionId();
            assertThat(http.api("operator", paused + "/pause", "{}").statusCode()).isEqualTo(200);
            assertThat(http.api("operator", "sessions/" + van.sessionId() + "/disconnect", "{}").statusCode())
                    .isEqualTo(200);
            assertThat(http.api("admin", "sessions/" + screens.get(1).sessionId() + "/seek", "{\"to\":\"earliest\"}")
                    .statusCode()).isEqualTo(200);
            Await.until("a lag", Scenario.PATIENCE, () -> http.lag() > 0);
        }
        assertThat(untouched.isPaused()).isFalse();
        return screens.getFirst().sessionId().toString();
    }

    private static ProducerRecord<byte[], byte[]> order(Topic orders, long number) {
        String text = "{\"order\":" + number + ",\"table\":" + number % 40 + ",\"dish\":\"soup\"}";
        return new ProducerRecord<>(orders.name(), (int) (number % orders.partitions()),
                ("table-" + number % 40).getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    private static long readAll(Subscription reading) throws Exception {
        long count = 0;
        for (Delivery record = reading.next(); record != null; record = reading.next()) {
            count++;
        }
        return count;
    }

    private static long sendAll(Publication meter) throws Exception {
        for (long number = 0;; number++) {
            meter.send(null, ("{\"reading\":" + number + "}").getBytes(StandardCharsets.UTF_8));
            Await.passing(Duration.ofMillis(50));
        }
    }
}
