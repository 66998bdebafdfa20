package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.Transport;
import io.sluice.crsp.session.SessionId;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Receiver;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways of one Kafka on one machine. */
@ExtendWith(Scenarios.class)
class TwoGatewaysIT {

    @Test
    void aSessionOfAKilledGatewayGoesOnAtTheOther(Scenario scenario) throws Exception {
        int records = 20_000;
        List<LocalGateway> gateways = scenario.cluster(scenario.kafka(), 2);
        LocalGateway first = gateways.getFirst();
        LocalGateway second = gateways.getLast();
        Topic topic = scenario.topic(1);
        List<InetSocketAddress> servedBy = new CopyOnWriteArrayList<>();
        SluiceClient client = scenario.connect(new ClientListener() {
            @Override
            public void onConnected(SessionId session, boolean resumed, InetSocketAddress gateway, Transport over) {
                servedBy.add(gateway);
            }
        }, Scenario.address(first), Scenario.address(second));
        Receiver moving = scenario.receive(client, topic, records);
        Receiver staying = scenario.receive(topic, records, Scenario.address(second));
        Future<String> produced = scenario.start(() -> topic.writeNumbers(records, 2000));

        KillSchedule.random(1, records).run(moving, () -> assertThat(first.kill()).isTrue());

        for (Receiver receiver : List.of(moving, staying)) {
            DeliveryReport report = receiver.awaitEnd(Scenario.PATIENCE);
            assertThat(report.ok()).as(report.toString()).isTrue();
            assertThat(report.sha256()).isEqualTo(produced.get());
        }
        assertThat(servedBy).containsExactly(Scenario.address(first), Scenario.address(second));
        scenario.say("silences " + moving.silences());
    }
}
