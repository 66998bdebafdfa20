package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalBroker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.Waiting;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Starts at which something is missing: the gateway says what, and goes on by itself once it is there. */
@Order(1)
@ExtendWith(Scenarios.class)
class GatewayStartIT {

    @Test
    void aTakenPortIsNamedAndUsedOnceItIsFree(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.newGateway(scenario.kafka());
        gateway.start();
        int port = gateway.settings().port();

        // Taken after the launcher looked and long before the application is there.
        try (DatagramSocket taken = new DatagramSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            awaitMissing(gateway,
                    "listener \\(.*UDP 0\\.0\\.0\\.0:" + port + ", which cannot be bound.*sluice\\.crsp\\.port");
        }

        gateway.awaitReady(Scenario.PATIENCE, Waiting.SILENT);
        assertThat(scenario.connect(Scenario.address(gateway)).sessionId()).isNotNull();
    }

    @Test
    void kafkaThatStartsLaterIsNamedAndWaitedFor(Scenario scenario) throws Exception {
        LocalBroker broker = scenario.newBroker();
        String kafka = broker.settings().bootstrapServers();
        LocalGateway gateway = scenario.newGateway(kafka);
        gateway.start();
        awaitMissing(gateway, "kafka \\(.*Kafka at " + kafka + ".*sluice\\.kafka\\.bootstrap\\.servers");
        Future<SluiceClient> early = scenario.start(() -> scenario.connect(Scenario.address(gateway)));

        Scenario.restart(broker);
        gateway.awaitReady(Scenario.PATIENCE, Waiting.SILENT);

        Topic topic = scenario.topic(kafka, 1);
        topic.writeNumbers(1, 0);
        assertThat(early.get().subscribe(SubscribeRequest.earliest(topic.name())).next()).isNotNull();
    }

    @Test
    void moreIsLoggedOfWhatAnOperatorAsksFor(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka(),
                Map.of("SLUICE_LOG_LEVELS", "*=info:org.apache.kafka.clients.producer.*=fine"));

        Path trace = gateway.settings().folder().resolve("servers/sluice/logs/trace.log");
        try (Stream<String> lines = Files.lines(trace)) {
            assertThat(lines)
                    .anyMatch(line -> line.contains("TransactionManager") && line.contains("Transition from state"));
        }
    }

    private static void awaitMissing(LocalGateway gateway, String pattern) throws Exception {
        Await.until("readiness to say " + pattern, Scenario.PATIENCE,
                () -> gateway.missing().orElse("").matches(".*" + pattern + ".*"));
    }
}
