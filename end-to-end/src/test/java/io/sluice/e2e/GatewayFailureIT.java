package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Receiver;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Deliveries that go on while their gateway is killed or frozen. */
@Order(1)
@ExtendWith(Scenarios.class)
@Execution(ExecutionMode.CONCURRENT)
class GatewayFailureIT {
    private static final LinkSettings BAD_LINK = LinkSettings.builder().loss(0.02).corruption(0.02)
            .delay(Duration.ZERO, Duration.ofMillis(20)).build();

    @Test
    void tenKillsDuringADeliveryLoseAndRepeatNothing(Scenario scenario) throws Exception {
        int records = 100_000;
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Receiver near = scenario.receive(client, topic, records);
        Receiver far = scenario.receive(topic, records, scenario.relay(gateway, BAD_LINK).localAddress());
        // Slow enough that some kills meet a live delivery, others one that catches up.
        Future<String> produced = scenario.start(() -> topic.writeNumbers(records, 1500));

        List<Duration> absences = new ArrayList<>();
        KillSchedule.random(10, records).run(near, () -> {
            long killed = System.nanoTime();
            assertThat(gateway.kill()).isTrue();
            Scenario.restart(gateway);
            absences.add(Duration.ofNanos(System.nanoTime() - killed));
        });

        DeliveryReport atNear = near.awaitEnd(Scenario.PATIENCE);
        DeliveryReport atFar = far.awaitEnd(Scenario.PATIENCE);
        assertThat(atNear.ok()).as(atNear.toString()).isTrue();
        assertThat(atFar.ok()).as(atFar.toString()).isTrue();
        assertThat(List.of(atNear.sha256(), atFar.sha256())).containsOnly(produced.get());
        assertThat(client.resumes()).isPositive();
        scenario.say("gateway away " + absences + ", silences of the client " + near.silences()
                + ", of the one with the bad link " + far.silences());
    }

    @Test
    void aGatewayFrozenForTwentySecondsLosesAndRepeatsNothing(Scenario scenario) throws Exception {
        int records = 100_000;
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Receiver receiver = scenario.receive(client, topic, records);
        Future<String> produced = scenario.start(() -> topic.writeNumbers(records, 3000));

        KillSchedule.random(1, records).run(receiver, () -> {
            gateway.freeze();
            Await.passing(Duration.ofSeconds(20));
            gateway.thaw();
        });

        DeliveryReport report = receiver.awaitEnd(Scenario.PATIENCE);
        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(report.sha256()).isEqualTo(produced.get());
        assertThat(client.resumes()).isPositive();
        scenario.say("silences " + receiver.silences());
    }
}
