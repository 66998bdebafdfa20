package io.sluice.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Response;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.Library;
import io.sluice.crsp.client.PlayerListener;
import io.sluice.crsp.client.PlayerSettings;
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
import io.sluice.e2e.scenario.LibraryFiles;
import io.sluice.e2e.scenario.MemoryOutput;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.http.HttpResponse;
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
    private static final List<String> SCREENS = List.of("lobby", "kitchen", "bar", "terrace", "store-0042");
    private static final List<String> DISHES = List.of("soup", "bread", "risotto", "salad", "tea", "ice cream", "fish");
    private static final int FILM_BYTES = 6_000_000;
    private static final int JINGLE_BYTES = 80_000;
    private static final int FILM_BYTES_PER_SECOND = 25_000;
    private static final int PLAYER_BUFFER = 64 * 1024;
    private static final int ORDERS_PER_SECOND = 200;
    /** Seconds of history that the charts show at least; a picture for people wants minutes. */
    private static final int HISTORY = Integer.getInteger("sluice.screenshots.history", 3);
    private static final String DRAWN = "seconds => [...document.querySelectorAll('live-chart .line:first-of-type')]"
            + ".every(line => (line.getAttribute('d') ?? '').split('L').length >= seconds)";
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;
    private static final int DESK_WIDTH = 1280;
    private static final int DESK_HEIGHT = 860;
    private static final LinkSettings LOSSY = LinkSettings.builder().loss(0.02)
            .delay(Duration.ofMillis(10), Duration.ofMillis(25)).build();

    @Test
    void everyPageIsInOrderInLightAndDarkAndOnAPhone(Scenario scenario) throws Exception {
        // Its own, so that the pictures show nothing of other tests.
        LocalGateway gateway = scenario.gateway(scenario.kafka(),
                Map.of("SLUICE_GATEWAY_ID", "gateway-1", "SLUICE_CLUSTER_NAME", "restaurants"));
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
        pages.put("renderers", "renderers.html");
        pages.put("library", "library.html");
        pages.put("gateways", "gateways.html");
        pages.put("bans", "bans.html");
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
        // Nothing is lit because a mouse happens to lie there.
        console.page().mouse().move(0, 0);
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
                console.page().waitForFunction(DRAWN, HISTORY);
                assertThat(console.page().locator("#who")).hasText("operator");
            }
            default -> assertThat(console.page().locator("tbody tr").first()).isVisible();
        }
    }

    /** What the README tells of: find a session, pause it, see that it is. */
    private static void pauseInPictures(ConsolePage console, String session, Path pictures) {
        console.go("session.html?id=" + session);
        console.page().waitForFunction(DRAWN, HISTORY);
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
        for (String name : SCREENS) {
            SluiceClient screen = scenario.connectAs(name,
                    screens.size() % 2 == 1 ? Scenario.address(gateway) : mobile.localAddress());
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
            ban(http, "203.0.113.7", "floods orders");
            ban(http, "2001:db8::17", "");
            play(scenario, gateway, http);
            Await.until("a lag", Scenario.PATIENCE, () -> http.lag() > 0);
        }
        assertThat(untouched.isPaused()).isFalse();
        return screens.getFirst().sessionId().toString();
    }

    private static void ban(GatewayHttp http, String address, String reason) throws Exception {
        HttpResponse<String> answer = http.send("admin", "PUT", "bans/" + address,
                "{\"seconds\":86400,\"reason\":\"" + reason + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Files in the library, one that plays in the lobby, one that has ended in the hall. */
    private static void play(Scenario scenario, LocalGateway gateway, GatewayHttp http) throws Exception {
        Library library = scenario.connectAs("editor", Scenario.address(gateway)).library();
        LibraryFiles.put(library, "films/opening.mp4", "video/mp4", LibraryFiles.random(FILM_BYTES, 1));
        LibraryFiles.put(library, "music/jingle.ogg", "audio/ogg", LibraryFiles.random(JINGLE_BYTES, 2));
        LibraryFiles.put(library, "signs/soup.txt", "text/plain", "Today: soup\n".getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("lobby", "hall")) {
            scenario.connectAs(name, Scenario.address(gateway)).player(name, "screen",
                    new PlayerSettings(name.equals("lobby") ? FILM_BYTES_PER_SECOND : 0, PLAYER_BUFFER),
                    new MemoryOutput(), PlayerListener.NONE);
        }
        for (String command : List.of(
                "{\"renderers\":[\"lobby\"],\"action\":\"play\",\"item\":\"library:films/opening.mp4\"}",
                "{\"renderers\":[\"hall\"],\"action\":\"play\",\"item\":\"library:music/jingle.ogg\"}")) {
            HttpResponse<String> answer = http.api("operator", "commands", command);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static ProducerRecord<byte[], byte[]> order(Topic orders, long number) {
        String text = "{\"order\":" + number + ",\"table\":" + number % 40 + ",\"dish\":\""
                + DISHES.get((int) (number % DISHES.size()))
                + "\"}";
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
