package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.Start;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Addresses that an administrator bans, seen from their clients. All clients here come from one address, so each test
 * has gateways of its own.
 */
@ExtendWith(Scenarios.class)
class BanIT {
    private static final String ADDRESS = "127.0.0.1";
    private static final int RECORDS = 50;

    private static void assertBanned(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(SluiceException.class,
                reason -> assertThat(reason.code()).isEqualTo(ErrorCode.ADDRESS_BANNED))
                .hasMessageContaining("address " + ADDRESS + " is banned until ").hasMessageNotContaining("floods");
    }

    @Test
    void whoIsBannedAtOneGatewayIsKeptAwayFromAllUntilTheBanIsLifted(Scenario scenario) throws Exception {
        List<LocalGateway> gateways = scenario.settledCluster();
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);
        SluiceClient client = scenario.connectAs("flooder", Scenario.address(gateways.getLast()));
        Subscription records = client.subscribe(SubscribeRequest.earliest(topic.name()));
        assertThat(Numbers.take(records, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));
        String session = client.sessionId().toString();
        try (GatewayHttp first = new GatewayHttp(gateways.getFirst());
                GatewayHttp second = new GatewayHttp(gateways.getLast())) {
            HttpResponse<String> before = second.api("viewer", "bans/" + ADDRESS, "");
            assertThat(before.body()).isEqualTo("{\"address\":\"127.0.0.1\",\"sessions\":1}");

            HttpResponse<String> banned = first.send("admin", "PUT", "bans/" + ADDRESS,
                    "{\"seconds\":600,\"reason\":\"floods orders\"}");
            assertThat(banned.statusCode()).as(banned.body()).isEqualTo(200);
            assertThat(banned.body()).contains("\"address\":\"127.0.0.1\"", "\"sessions\":0",
                    "\"reason\":\"floods orders\"", "\"by\":\"admin\"");
            assertThatThrownBy(records::next).satisfies(BanIT::assertBanned);
            for (LocalGateway each : gateways) {
                assertThatThrownBy(() -> scenario.connect(Scenario.address(each))).satisfies(BanIT::assertBanned);
            }
            assertThat(second.api("viewer", "bans", "").body()).contains("\"until\":", "\"total\":1");
            Await.until("the metric", Scenario.PATIENCE, () -> second.metric("sluice_bans") == 1);
            assertThat(second.api("viewer", "sessions/" + session, "").body())
                    .contains("\"state\":\"DETACHED\"", "\"address\":\"127.0.0.1\"");
            assertThat(second.api("viewer", "session-events?session=" + session, "").body())
                    .contains("\"kind\":\"DISCONNECTED\"", "is banned until");
            // Whoever restarts knows it again before it lets anybody in.
            assertThat(gateways.getLast().kill()).isTrue();
            Scenario.restart(gateways.getLast());
            assertThatThrownBy(() -> scenario.connect(Scenario.address(gateways.getLast())))
                    .satisfies(BanIT::assertBanned);

            HttpResponse<String> lifted = second.send("admin", "DELETE", "bans/" + ADDRESS, "");
            assertThat(lifted.statusCode()).as(lifted.body()).isEqualTo(200);
            assertThat(second.send("admin", "DELETE", "bans/" + ADDRESS, "").body())
                    .contains("\"code\":\"NOT_BANNED\"");
            Await.until("the other gateway to know it", Scenario.PATIENCE,
                    () -> first.api("viewer", "bans", "").body().contains("\"total\":0"));
            topic.writeNumbers(RECORDS, 0);
            SluiceClient again = scenario.connect(Scenario.address(gateways.getFirst()));
            Subscription rest = again.subscribe(SubscribeRequest.earliest(topic.name())
                    .from(new Start.Offset(RECORDS)));
            assertThat(Numbers.take(rest, RECORDS)).isEqualTo(Numbers.range(1, RECORDS));

            assertThat(first.api("viewer", "audit?target=" + ADDRESS, "").body())
                    .containsSubsequence("\"action\":\"unban\"", "\"outcome\":\"NOT_BANNED\"",
                            "\"action\":\"unban\"", "\"action\":\"ban\"")
                    .contains("floods orders");
        }
    }

    @Test
    void theCommandLineBansTheAddressOfASessionAndAClientSaysWhy(Scenario scenario, @TempDir Path folder)
            throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Topic topic = scenario.topic(1);
        Subscription records = client.subscribe(SubscribeRequest.latest(topic.name()));
        String id = client.sessionId().toString();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            Path password = Files.writeString(folder.resolve("password"), http.password());
            List<String> access = List.of("--url", gateway.console().toString(), "--password-file",
                    password.toString());

            CliProcess ban = admin(scenario, access, "sessions", "ban", id, "--for", "10m", "--reason", "floods");
            assertThat(ban.awaitExit(Scenario.PATIENCE)).as(ban.err()).isEqualTo(ExitCode.OK);
            assertThat(ban.out()).contains("banned: 127.0.0.1 until ", "came from it: 1");
            assertThatThrownBy(records::next).satisfies(BanIT::assertBanned);

            CliProcess receive = scenario.cli("receive", "--plain", "--topic", topic.name(), "--gateway",
                    "127.0.0.1:" + gateway.settings().port());
            assertThat(receive.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.REJECTED);
            assertThat(receive.err()).contains("ADDRESS_BANNED", "is banned until", "Ask the gateway's operator");

            CliProcess lift = admin(scenario, access, "bans", "lift", ADDRESS, "--json");
            assertThat(lift.awaitExit(Scenario.PATIENCE)).as(lift.err()).isEqualTo(ExitCode.OK);
            assertThat(lift.out()).contains("\"event\":\"lifted\"");
            assertThat(scenario.connect(Scenario.address(gateway)).sessionId()).isNotNull();
        }
    }

    private static CliProcess admin(Scenario scenario, List<String> access, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("admin"));
        all.addAll(List.of(arguments));
        all.addAll(access);
        return scenario.cli(all.toArray(String[]::new));
    }

    @Test
    void onlyAdministratorsBanAndOnlyAddressesForATimeThatMayBe(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            for (String user : List.of("viewer", "operator")) {
                assertThat(http.send(user, "PUT", "bans/203.0.113.99", "{}").statusCode()).isEqualTo(403);
                assertThat(http.send(user, "DELETE", "bans/203.0.113.99", "").statusCode()).isEqualTo(403);
                assertThat(http.api(user, "sessions/" + "0".repeat(32) + "/ban", "{}").statusCode()).isEqualTo(403);
                assertThat(http.api(user, "bans", "").statusCode()).isEqualTo(200);
            }
            assertThat(http.send("admin", "PUT", "bans/localhost", "{}").body()).contains("\"code\":\"BAD_ADDRESS\"");
            assertThat(http.send("admin", "PUT", "bans/203.0.113.99", "{\"seconds\":2592001}").body())
                    .contains("\"code\":\"BAD_SECONDS\"", "sluice.ban.max");
            assertThat(http.api("admin", "sessions/17/ban", "{}").body()).contains("\"code\":\"BAD_ID\"");
            assertThat(http.api("viewer", "bans/203.0.113.99", "").body()).contains("\"sessions\":0")
                    .doesNotContain("\"ban\"");
            // One hour unless it is said, under one text for each address.
            assertThat(http.send("admin", "PUT", "bans/2001:DB8::63", "{}").body())
                    .contains("\"address\":\"2001:db8:0:0:0:0:0:63\"");
            assertThat(http.send("admin", "DELETE", "bans/2001:db8:0:0:0:0:0:63", "").statusCode()).isEqualTo(200);
            assertThat(http.api("operator", "topics/sluice.bans/messages", "{\"value\":\"x\"}").body())
                    .contains("\"code\":\"TOPIC_FORBIDDEN\"");
        }
    }
}
