package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Courses;
import io.sluice.e2e.scenario.GatewayServer;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Receiver;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        List<Duration> absences = new ArrayList<>();
        GatewayServer server = Scenario.server(gateway);

        // Slow enough that some kills meet a live delivery, others one that catches up.
        Courses.deliver(scenario, topic, records, 1500, KillSchedule.random(10, records), () -> {
            long killed = System.nanoTime();
            server.kill();
            server.restart();
            absences.add(Duration.ofNanos(System.nanoTime() - killed));
        }, near, far);

        assertThat(client.resumes()).isPositive();
        scenario.say("gateway away " + absences);
    }

    @Test
    void aGatewayFrozenForTwentySecondsLosesAndRepeatsNothing(Scenario scenario) throws Exception {
        int records = 100_000;
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Receiver receiver = scenario.receive(client, topic, records);

        Courses.deliver(scenario, topic, records, 3000, KillSchedule.random(1, records), () -> {
            gateway.freeze();
            Await.passing(Duration.ofSeconds(20));
            gateway.thaw();
        }, receiver);

        assertThat(client.resumes()).isPositive();
    }
}
