package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Numbers;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to sessions, seen from the client that it concerns. */
@ExtendWith(Scenarios.class)
class AdminIT {
    private static final int RECORDS = 100;
    private static final Pattern DELIVERY = Pattern.compile("\"id\":(\\d+),\"kind\":\"delivery\"");

    @Test
    void anOperatorSteersASessionAndItsClientIsTold(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        assertThat(Numbers.take(records, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));
        String session = "sessions/" + client.sessionId();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            HttpResponse<String> before = http.api("viewer", session, "");
            assertThat(before.body()).contains("\"rttMillis\":", "\"topic\":\"" + topic.name() + "\"");
            Matcher number = DELIVERY.matcher(before.body());
            assertThat(number.find()).as(before.body()).isTrue();
            String stream = number.group(1);
            String tag = before.headers().firstValue("ETag").orElseThrow();

            HttpResponse<String> paused = http.api("operator", session + "/pause", "{}", "If-Match", tag);
            assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
            Await.until("the pause", Scenario.PATIENCE, records::isPaused);
            assertThat(paused.body()).contains("\"state\":\"paused\"");
            assertThat(http.api("operator", session + "/resume", "{}", "If-Match", tag).statusCode()).isEqualTo(412);
            assertThat(http.api("operator", session + "/resume", "{}").statusCode()).isEqualTo(200);
            Await.until("the end of the pause", Scenario.PATIENCE, () -> !records.isPaused());

            assertThat(http.api("operator", session + "/streams/" + stream + "/seek", "{\"offset\":50}").statusCode())
                    .isEqualTo(200);
            assertThat(Numbers.take(records, RECORDS - 50)).isEqualTo(Numbers.range(51, RECORDS));
            assertThat(http.api("operator", session + "/restart", "{}").statusCode()).isEqualTo(200);
            assertThat(Numbers.take(records, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));

            assertThat(http.api("viewer", session + "/trace", "").body()).contains("\"code\":\"NOT_TRACED\"");
            assertThat(http.api("operator", session + "/trace", "{}").statusCode()).isEqualTo(200);
            assertThat(http.api("operator", session + "/restart", "{}").statusCode()).isEqualTo(200);
            assertThat(Numbers.take(records, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));
            // Records arrive before the acknowledgements of their packets do.
            Await.until("packets both ways in the trace", Scenario.PATIENCE, () -> {
                String trace = http.api("viewer", session + "/trace", "").body();
                return trace.contains("transport:packet_sent") && trace.contains("transport:packet_received");
            });
            assertThat(http.api("viewer", session + "/trace", "").body()).contains("\"qlog_format\":\"JSON-SEQ\"");

            assertThat(http.api("operator", session + "/disconnect", "{}").statusCode()).isEqualTo(200);
            Await.until("the client to come back", Scenario.PATIENCE, () -> client.resumes() == 1);
            topic.writeNumbers(1, 0);
            assertThat(Numbers.take(records, 1)).isEqualTo(List.of(1L));

            HttpResponse<String> ended = http.api("operator", session + "/end", "{}");
            assertThat(ended.statusCode()).as(ended.body()).isEqualTo(200);
            assertThatThrownBy(records::next).isInstanceOfSatisfying(SluiceException.class,
                    reason -> assertThat(reason.code()).isEqualTo(ErrorCode.SESSION_ENDED));
            assertThat(http.api("viewer", session, "").body()).contains("\"code\":\"SESSION_UNKNOWN\"");

            assertThat(http.api("viewer", "audit?limit=3&target=" + client.sessionId(), "").body())
                    .containsSubsequence("\"action\":\"end\"", "\"action\":\"disconnect\"", "\"action\":\"restart\"")
                    .contains("\"user\":\"operator\"", "\"outcome\":\"DONE\"", "\"next\":");
            assertThat(http.api("viewer", "session-events?session=" + client.sessionId(), "").body())
                    .containsSubsequence("\"kind\":\"ENDED\"", "\"kind\":\"STREAM_BEGUN\"", "\"kind\":\"RESUMED\"",
                            "\"kind\":\"DISCONNECTED\"", "\"kind\":\"STREAM_MOVED\"", "\"kind\":\"STREAM_RESUMED\"",
                            "\"kind\":\"STREAM_PAUSED\"", "\"kind\":\"STREAM_BEGUN\"", "\"kind\":\"OPENED\"");
            assertThat(http.api("viewer", "audit?action=resume&target=" + client.sessionId(), "").body())
                    .containsSubsequence("\"outcome\":\"DONE\"", "\"outcome\":\"CHANGED_MEANWHILE\"");
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedWithAReason(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        String session = "sessions/" + client.sessionId();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            assertThat(http.api("viewer", "sessions?minLoss=101", "").body()).contains("\"code\":\"BAD_MIN_LOSS\"");
            assertThat(http.api("viewer", "sessions?olderThan=1d", "").body())
                    .contains("\"code\":\"BAD_OLDER_THAN\"", "PT10M");
            assertThat(http.api("viewer", session + "/end", "{}").body()).contains("\"code\":\"FORBIDDEN\"");
            assertThat(http.api("operator", session + "/pause", "{}").body()).contains("\"code\":\"NOT_POSSIBLE_NOW\"");
            assertThat(http.api("operator", session + "/streams/9/pause", "{}").body())
                    .contains("\"code\":\"STREAM_UNKNOWN\"");
            assertThat(http.api("operator", session + "/seek", "{}").body()).contains("\"code\":\"BAD_PLACE\"");
            assertThat(http.api("operator", session + "/seek", "{\"to\"").body()).contains("\"code\":\"BAD_BODY\"");
            assertThat(http.api("viewer", "sessions/17", "").body()).contains("\"code\":\"BAD_ID\"");
            assertThat(http.api("viewer", "sessions?state=active", "").body())
                    .contains("\"code\":\"BAD_STATE\"", "ACTIVE, DETACHED, EXPIRED");
            assertThat(http.api("viewer", "sessions?stat=ACTIVE", "").body())
                    .contains("\"code\":\"UNKNOWN_PARAMETER\"");
        }
    }

    @Test
    void sessionsAreFoundByLagLossAndAge(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.latest(topic.name()));
        records.pause();
        String id = "sessions?id=" + client.sessionId();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            Await.until("the pause", Scenario.PATIENCE,
                    () -> http.api("viewer", id, "").body().contains("\"state\":\"paused\""));
            topic.writeNumbers(RECORDS, 0);
            Await.until("the lag", Scenario.PATIENCE,
                    () -> http.api("viewer", id + "&minLag=" + RECORDS, "").body().contains("\"total\":1"));
            assertThat(http.api("viewer", id + "&minLag=" + (RECORDS + 1), "").body()).contains("\"total\":0");
            assertThat(http.api("viewer", id + "&minLoss=100", "").body()).contains("\"total\":0");
            assertThat(http.api("viewer", id + "&youngerThan=PT24H", "").body()).contains("\"total\":1");
            assertThat(http.api("viewer", id + "&olderThan=PT24H", "").body()).contains("\"total\":0");
        }
    }

    @Test
    void topicsGatewaysSettingsAndFiguresAreShown(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Topic topic = scenario.topic(2);
        topic.writeNumbers(RECORDS, 0);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription records = client.subscribe(SubscribeRequest.latest(topic.name()));
        String resource = "topics/" + topic.name();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            assertThat(http.api("viewer", resource, "").body())
                    .contains("\"records\":" + RECORDS, "\"readers\":1", "\"earliest\":0");
            assertThat(http.api("viewer", "topics?name=" + topic.name(), "").body()).contains("\"total\":1");
            assertThat(http.api("viewer", resource + "/partitions/0/messages?offset=41&limit=2", "").body())
                    .contains("\"text\":\"42\"", "\"text\":\"43\"", "\"next\":").doesNotContain("\"text\":\"44\"");
            assertThat(http.api("viewer", resource + "/partitions/0/messages?limit=1", "").body())
                    .contains("\"text\":\"" + RECORDS + "\"").doesNotContain("\"next\":");
            assertThat(http.api("viewer", resource + "/partitions/2/messages", "").body())
                    .contains("\"code\":\"PARTITION_UNKNOWN\"");
            assertThat(http.api("viewer", "topics/nobody.made.this", "").body()).contains("\"code\":\"TOPIC_UNKNOWN\"");

            HttpResponse<String> written = http.api("operator", resource + "/messages",
                    "{\"partition\":1,\"key\":\"k\",\"value\":\"4711\"}");
            assertThat(written.body()).contains("\"partition\":1", "\"offset\":0");
            assertThat(Numbers.take(records, 1)).isEqualTo(List.of(4711L));
            assertThat(http.api("operator", "topics/sluice.sessions/messages", "{\"value\":\"x\"}").body())
                    .contains("\"code\":\"TOPIC_FORBIDDEN\"");

            assertThat(http.api("viewer", "gateways", "").body()).contains("\"self\":true", "\"state\":\"UP\"");
            assertThat(http.api("viewer", "settings", "").body())
                    .contains("\"name\":\"sluice.cluster.secret\"", "(hidden)")
                    .doesNotContain(String.valueOf(gateway.settings().environment().get("SLUICE_CLUSTER_SECRET")));
            Await.until("the figures of this session", Scenario.PATIENCE, () -> http.api("viewer", "overview", "")
                    .body().contains("\"ready\":true"));
            assertThat(http.firstEvent("events")).contains("event: overview", "\"active\":");
        }
    }

    @Test
    void theCommandLineListsAndSteers(Scenario scenario, @TempDir Path folder) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        String id = client.sessionId().toString();
        Path password = folder.resolve("password");
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            Files.writeString(password, http.password());
        }
        List<String> access = List.of("--url", gateway.console().toString(), "--password-file", password.toString());

        CliProcess listed = admin(scenario, access, "sessions", "list", "--json", "--id", id.substring(0, 12));
        assertThat(listed.awaitExit(Scenario.PATIENCE)).as(listed.err()).isZero();
        assertThat(listed.out()).contains("\"event\":\"sessions\"", "\"id\":\"" + id + "\"", "\"total\":1");

        CliProcess ended = admin(scenario, access, "sessions", "end", id);
        assertThat(ended.awaitExit(Scenario.PATIENCE)).as(ended.err()).isZero();
        assertThat(ended.out()).contains("end: " + id);
    }

    @Test
    void theApiDescribesItselfWithoutAFault(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            assertThat(http.openApi()).startsWith("---").contains("openapi: 3.1.", "/api/v1/sessions/{id}/{action}:");
        }
        // Liberty's word for errors that it finds in the description.
        assertThat(Files.readString(gateway.log())).doesNotContain("CWWKO1650E");
    }

    private static CliProcess admin(Scenario scenario, List<String> access, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("admin"));
        all.addAll(List.of(arguments));
        all.addAll(access);
        return scenario.cli(all.toArray(String[]::new));
    }
}
