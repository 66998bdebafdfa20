package io.sluice.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.ConsoleBrowser;
import io.sluice.e2e.scenario.ConsolePage;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lists, pages and live updates with many sessions, over HTTP and in a browser; {@code -Dsluice.sessions=1000000
 * -Dsluice.seconds=60 -Dsluice.e2e.figures=true} for as many as a gateway holds. What is shown must be right. What it costs is printed and kept in
 * {@code target/figures}, and not asserted: how busy the machine is, nobody knows.
 */
@ExtendWith(Scenarios.class)
class ConsoleAtScaleIT {
    private static final int SESSIONS = Integer.getInteger("sluice.sessions", 20_000);
    private static final int SECONDS = Integer.getInteger("sluice.seconds", 2);
    private static final int LONG = 10;
    private static final int ROUNDS = SECONDS < LONG ? 5 : 21;
    private static final int ROWS = 100;
    private static final int MOST_ROWS = 1000;
    private static final int PERCENT = 100;
    private static final String NOBODY = "about:blank";
    private static final Pattern NEXT = Pattern.compile("\"next\":\"/api/v1/([^\"]+)\"");
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");

    private final List<String> figures = new ArrayList<>();

    @Test
    void listsAreRightAndLiveHoweverManySessionsThereAre(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka(),
                Map.of("SLUICE_TEST_SESSIONS", Integer.toString(SESSIONS), "SLUICE_SESSION_MAX",
                        Integer.toString(SESSIONS + 1)));
        try (GatewayHttp http = new GatewayHttp(gateway);
                ConsoleBrowser browser = ConsoleBrowser.start();
                ConsolePage console = browser.open(gateway, "viewer")) {
            Await.until("all sessions", Scenario.PATIENCE, () -> total(get(http, "sessions?limit=1")) == SESSIONS);
            lists(scenario, http);
            pages(scenario, console);
            costs(scenario, gateway, console);
            newcomers(scenario, gateway, console);
            assertThat(console.complaintsAndRefusals()).isEmpty();
        }
        Path file = Files.createDirectories(
                scenario.installation().root().resolve("end-to-end/target/figures")).resolve("console-at-scale.txt");
        Files.write(file, figures);
    }

    private void lists(Scenario scenario, GatewayHttp http) throws Exception {
        String first = time(scenario, http, "first page", "sessions");
        assertThat(ids(first)).hasSize(Math.min(ROWS, SESSIONS)).isSorted();

        String middle = middle(http);
        String deep = time(scenario, http, "page from the middle", middle);
        assertThat(ids(deep)).hasSize(ROWS).isSorted().doesNotContainAnyElementsOf(ids(first));

        String newest = time(scenario, http, "newest first", "sessions?sort=-created");
        assertThat(values(newest, "createdAt")).map(Instant::parse).isSortedAccordingTo(Comparator.reverseOrder());
        String lately = time(scenario, http, "changed last", "sessions?sort=-changed");
        assertThat(values(lately, "changedAt")).map(Instant::parse).isSortedAccordingTo(Comparator.reverseOrder());
        String byClient = time(scenario, http, "by client", "sessions?sort=client");
        assertThat(values(byClient, "clientName")).isSorted();
        String expired = time(scenario, http, "expired, changed last", "sessions?state=EXPIRED&sort=-changed");
        assertThat(values(expired, "state")).contains("EXPIRED").doesNotContain("ACTIVE", "DETACHED");
        String named = time(scenario, http, "part of a client's name", "sessions?client=een-123");
        assertThat(values(named, "clientName")).isNotEmpty().allMatch(name -> name.contains("screen-123"));
        String ofTopic = time(scenario, http, "of a topic", "sessions?topic=topic-7");
        assertThat(values(ofTopic, "topic")).containsOnly("topic-7");
        String digits = time(scenario, http, "digits of an id", "sessions?id=a8");
        assertThat(ids(digits)).isNotEmpty().allMatch(id -> id.startsWith("a8"));
        time(scenario, http, "older than a day, oldest first", "sessions?olderThan=P1D&sort=created");
        time(scenario, http, "behind by one record", "sessions?minLag=1");
    }

    /** The page after half of the sessions, of as many rows as the first; on the way every session is met once. */
    private static String middle(GatewayHttp http) throws Exception {
        String page = "sessions?limit=" + MOST_ROWS;
        String last = "";
        for (int met = 0; met < SESSIONS / 2; met += MOST_ROWS) {
            String body = get(http, page);
            List<String> ids = ids(body);
            assertThat(ids).hasSize(MOST_ROWS).isSorted();
            assertThat(ids.getFirst()).isGreaterThan(last);
            last = ids.getLast();
            Matcher next = NEXT.matcher(body);
            assertThat(next.find()).as("a next page").isTrue();
            page = next.group(1);
        }
        return page.replace("limit=" + MOST_ROWS, "limit=" + ROWS);
    }

    private String time(Scenario scenario, GatewayHttp http, String what, String resource) throws Exception {
        long[] nanos = new long[ROUNDS];
        String body = "";
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            body = get(http, resource);
            nanos[i] = System.nanoTime() - start;
        }
        assertThat(total(body)).isBetween(0L, (long) SESSIONS);
        figure(scenario, what, String.format(Locale.ROOT, "%,d found, %s", total(body), medianAndSlowest(nanos)));
        return body;
    }

    private static String medianAndSlowest(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(Locale.ROOT, "median %.1f ms, slowest %.1f ms", nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }

    private void figure(Scenario scenario, String what, String figure) {
        figures.add(String.format(Locale.ROOT, "%,d sessions, %s: %s", SESSIONS, what, figure));
        scenario.say(figures.getLast());
    }

    private static String get(GatewayHttp http, String resource) throws Exception {
        HttpResponse<String> answer = http.api("viewer", resource, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static long total(String body) {
        Matcher total = TOTAL.matcher(body);
        return total.find() ? Long.parseLong(total.group(1)) : -1;
    }

    private static List<String> ids(String body) {
        return values(body, "id");
    }

    /** The texts with a name, in their order; numbers such as a stream's id are none. */
    private static List<String> values(String body, String name) {
        return Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(body).results()
                .map(found -> Objects.requireNonNull(found.group(1))).toList();
    }

    /** How long until people can use the page: its rows are there and what they type filters them. */
    private void pages(Scenario scenario, ConsolePage console) {
        long[] rows = new long[ROUNDS];
        long[] filtered = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            console.go("sessions.html");
            assertThat(console.page().locator("tbody tr")).hasCount(Math.min(ROWS, SESSIONS));
            rows[i] = System.nanoTime() - start;
            start = System.nanoTime();
            console.page().locator("#filter-client").fill("screen-" + (100 + i));
            console.page().keyboard().press("Enter");
            assertThat(console.page().locator("tbody tr").first()).containsText("screen-" + (100 + i));
            filtered[i] = System.nanoTime() - start;
        }
        figure(scenario, "page with its rows in Chromium", medianAndSlowest(rows));
        figure(scenario, "rows in Chromium after a name is typed", medianAndSlowest(filtered));
    }

    /** What the gateway's process needs of a processor without anybody looking, and with each of two pages open. */
    private void costs(Scenario scenario, LocalGateway gateway, ConsolePage console) throws Exception {
        for (String page : new String[]{NOBODY, "", "sessions.html", NOBODY}) {
            console.go(page);
            if (!page.equals(NOBODY)) {
                assertThat(console.page().locator("#who")).hasText("viewer");
            }
            Duration before = processorTime(gateway);
            long start = System.nanoTime();
            Await.passing(Duration.ofSeconds(SECONDS));
            double used = (double) processorTime(gateway).minus(before).toNanos() / (System.nanoTime() - start);
            figure(scenario,
                    page.equals(NOBODY) ? "nobody looks" : page.isEmpty() ? "overview open" : "list of sessions open",
                    String.format(Locale.ROOT, "%.2f %% of a core in %d s", PERCENT * used, SECONDS));
        }
    }

    private static Duration processorTime(LocalGateway gateway) throws Exception {
        return ProcessHandle.of(gateway.pid().orElseThrow()).orElseThrow().info().totalCpuDuration().orElseThrow();
    }

    /** Who comes and goes is seen without a word to the page, among as many as there are. */
    private static void newcomers(Scenario scenario, LocalGateway gateway, ConsolePage console) throws Exception {
        console.go("sessions.html?sort=-created");
        // Rows would not move under it.
        console.page().mouse().move(0, 0);
        assertThat(console.page().locator("tbody tr").first()).not().containsText("newcomer");
        SluiceClient newcomer = scenario.connectAs("newcomer", Scenario.address(gateway));
        assertThat(console.page().locator("tbody tr").first()).containsText("newcomer");
        assertThat(console.page().locator("tbody tr").first()).containsText("ACTIVE");
        newcomer.close();
        assertThat(console.page().locator("tbody tr").first()).not().containsText("newcomer");
    }
}
