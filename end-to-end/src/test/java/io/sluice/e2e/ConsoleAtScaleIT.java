package io.sluice.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.ConsoleBrowser;
import io.sluice.e2e.scenario.ConsolePage;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What lists and pages cost with many sessions, over HTTP and in a browser; {@code -Dsluice.sessions=1000000
 * -Dsluice.seconds=60} for as many as a gateway holds. It prints the times and asserts none: how busy the machine is,
 * nobody knows.
 */
@ExtendWith(Scenarios.class)
class ConsoleAtScaleIT {
    private static final int SESSIONS = Integer.getInteger("sluice.sessions", 20_000);
    private static final int SECONDS = Integer.getInteger("sluice.seconds", 5);
    private static final int ROUNDS = 21;
    private static final int DEEP = 20;
    private static final Pattern NEXT = Pattern.compile("\"next\":\"/api/v1/([^\"]+)\"");
    private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");

    @Test
    void pagesAreQuickHoweverManySessionsThereAre(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka(),
                Map.of("SLUICE_TEST_SESSIONS", Integer.toString(SESSIONS)));
        try (GatewayHttp http = new GatewayHttp(gateway);
                ConsoleBrowser browser = ConsoleBrowser.start();
                ConsolePage console = browser.open(gateway, "viewer")) {
            Await.until("all sessions", Scenario.PATIENCE, () -> total(get(http, "sessions?limit=1")) == SESSIONS);
            times(scenario, http);
            open(scenario, console);
            assertThat(console.complaintsAndRefusals()).isEmpty();
            cost(scenario, gateway, console);
        }
    }

    private static void times(Scenario scenario, GatewayHttp http) throws Exception {
        String deep = "sessions?limit=1000";
        for (int i = 0; i < DEEP; i++) {
            Matcher next = NEXT.matcher(get(http, deep));
            assertThat(next.find()).isTrue();
            deep = next.group(1);
        }
        time(scenario, http, "first page", "sessions");
        time(scenario, http, "deep page", deep);
        time(scenario, http, "newest first", "sessions?sort=-created");
        time(scenario, http, "by client", "sessions?sort=client");
        time(scenario, http, "of a state", "sessions?state=EXPIRED&sort=-changed");
        time(scenario, http, "part of a client's name", "sessions?client=een-123");
        time(scenario, http, "of a topic", "sessions?topic=topic-7");
        time(scenario, http, "digits of an id", "sessions?id=a8");
        time(scenario, http, "older than a day", "sessions?olderThan=P1D&sort=created");
        time(scenario, http, "behind by one record", "sessions?minLag=1");
    }

    private static void time(Scenario scenario, GatewayHttp http, String what, String resource) throws Exception {
        long[] nanos = new long[ROUNDS];
        long total = 0;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            total = total(get(http, resource));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        assertThat(total).isLessThanOrEqualTo(SESSIONS);
        scenario.say(String.format(Locale.ROOT, "%,d sessions, %-24s %,9d found, median %6.1f ms, slowest %6.1f ms",
                SESSIONS, what, total, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS - 1] / 1e6));
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

    private static void open(Scenario scenario, ConsolePage console) {
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            console.go("sessions.html");
            assertThat(console.page().locator("tbody tr")).hasCount(Math.min(100, SESSIONS));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        scenario.say(String.format(Locale.ROOT,
                "%,d sessions, page with its rows in Chromium: median %.0f ms, slowest %.0f ms",
                SESSIONS, nanos[ROUNDS / 2] / 1e6, nanos[ROUNDS - 1] / 1e6));
    }

    /** What the gateway's process needs of a processor without anybody looking, and with each of two pages open. */
    private static void cost(Scenario scenario, LocalGateway gateway, ConsolePage console) throws Exception {
        for (String page : new String[]{"about:blank", "", "sessions.html", "about:blank"}) {
            console.go(page);
            Duration before = processorTime(gateway);
            Await.passing(Duration.ofSeconds(SECONDS));
            double used = processorTime(gateway).minus(before).toMillis() / 10.0 / SECONDS;
            scenario.say(String.format(Locale.ROOT, "%,d sessions, %s: %.2f %% of a core in %d s", SESSIONS,
                    page.equals("about:blank") ? "nobody looks" : page.isEmpty() ? "overview open" : page + " open",
                    used,
                    SECONDS));
        }
    }

    private static Duration processorTime(LocalGateway gateway) throws Exception {
        return ProcessHandle.of(gateway.pid().orElseThrow()).orElseThrow().info().totalCpuDuration().orElseThrow();
    }
}
