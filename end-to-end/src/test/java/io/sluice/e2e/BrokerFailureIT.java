package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.local.LocalBroker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Receiver;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deliveries that go on while Kafka is killed. */
@ExtendWith(Scenarios.class)
class BrokerFailureIT {

    @Test
    void threeKillsOfKafkaDuringADeliveryLoseAndRepeatNothing(Scenario scenario) throws Exception {
        int records = 100_000;
        LocalBroker broker = scenario.broker();
        String kafka = broker.settings().bootstrapServers();
        LocalGateway gateway = scenario.gateway(kafka);
        Topic topic = scenario.topic(kafka, 1);
        Receiver receiver = scenario.receive(topic, records, Scenario.address(gateway));
        Future<String> produced = scenario.start(() -> topic.writeNumbers(records, 3000));

        KillSchedule.random(3, records).run(receiver, () -> {
            assertThat(broker.kill()).isTrue();
            Scenario.restart(broker);
        });

        DeliveryReport report = receiver.awaitEnd(Scenario.PATIENCE);
        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(report.sha256()).isEqualTo(produced.get());
        scenario.say("silences " + receiver.silences());
    }
}
