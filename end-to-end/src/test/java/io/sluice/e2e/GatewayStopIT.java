package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.Waiting;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.FreePorts;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clean ends of a gateway. */
@Order(1)
@ExtendWith(Scenarios.class)
class GatewayStopIT {
    private final List<ErrorCode> disconnections = new CopyOnWriteArrayList<>();
    private final ClientListener listener = new ClientListener() {
        @Override
        public void onDisconnected(CloseReason reason, Duration retryIn) {
            disconnections.add(reason.code());
        }
    };

    @Test
    void aStopTellsClientsAndFreesThePort(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(listener, Scenario.address(gateway));
        Subscription subscription = client.subscribe(SubscribeRequest.earliest(topic.name()));

        assertThat(gateway.stop()).isTrue();

        assertThat(FreePorts.isFreeForUdp(gateway.settings().port())).isTrue();
        assertThat(disconnections).startsWith(ErrorCode.GOING_AWAY);
        Scenario.restart(gateway);
        topic.writeNumbers(1, 0);
        assertThat(subscription.next()).isNotNull();
        assertThat(client.resumes()).isEqualTo(1);
    }

    @Test
    void anUndeployedApplicationLeavesNoThreadAndComesBack(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.newGateway(scenario.kafka());
        Path server = gateway.settings().folder().resolve("servers/sluice");
        Path overrides = Files.createDirectories(server.resolve("configDropins/overrides"));
        // Only for this run of the server: a later one reads its configuration anew.
        Path watch = Files.writeString(overrides.resolve("watch.xml"),
                "<server><applicationMonitor updateTrigger=\"polled\" pollingRate=\"200ms\"/></server>");
        Scenario.restart(gateway);
        Files.delete(watch);
        SluiceClient client = scenario.connect(listener, Scenario.address(gateway));
        assertThat(threads(scenario, gateway)).isNotEmpty();

        Path ear = server.resolve("apps/sluice.ear");
        Path aside = Files.move(ear, server.resolve("sluice.ear.aside"));
        Await.until("the application's threads to end", Scenario.PATIENCE, () -> threads(scenario, gateway).isEmpty());
        assertThat(FreePorts.isFreeForUdp(gateway.settings().port())).isTrue();
        assertThat(disconnections).startsWith(ErrorCode.GOING_AWAY);

        Files.move(aside, ear);
        gateway.awaitReady(Scenario.PATIENCE, Waiting.SILENT);
        Await.until("the session to go on", Scenario.PATIENCE, () -> client.resumes() > 0);
    }

    /** The names of the gateway's threads that are the application's, Kafka's clients included. */
    private static List<String> threads(Scenario scenario, LocalGateway gateway) throws Exception {
        Path jcmd = scenario.installation().java().resolveSibling("jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), gateway.pid().orElseThrow().toString(), "Thread.print")
                .redirectErrorStream(true).start();
        String dump = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(dump).isZero();
        return dump.lines()
                .filter(line -> line.startsWith("\"") && (line.contains("sluice-") || line.contains("kafka-")))
                .map(line -> line.substring(1, line.indexOf('"', 1))).toList();
    }
}
