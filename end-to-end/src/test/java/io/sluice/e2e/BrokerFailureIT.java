package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalBroker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.client.SubscriptionListener;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Courses;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Receiver;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Server;
import io.sluice.e2e.scenario.Topic;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Deliveries that go on while Kafka is killed. */
@Order(1)
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
        Server server = Scenario.server(broker);

        Courses.deliver(scenario, topic, records, 3000, KillSchedule.random(3, records), () -> {
            server.kill();
            server.restart();
        }, receiver);
    }

    @Test
    void aSubscriptionIsToldOnceThatKafkaIsAwayAndThatItIsBack(Scenario scenario) throws Exception {
        LocalBroker broker = scenario.broker();
        String kafka = broker.settings().bootstrapServers();
        LocalGateway gateway = scenario.gateway(kafka);
        Topic topic = scenario.topic(kafka, 2);
        List<ErrorCode> told = new CopyOnWriteArrayList<>();
        SluiceClient client = scenario.connect(Scenario.address(gateway));
        Subscription subscription = client.subscribe(
                SubscribeRequest.earliest(topic.name()), new SubscriptionListener() {
                    @Override
                    public void onStatus(ErrorCode code, String text) {
                        told.add(code);
                    }
                });

        assertThat(broker.kill()).isTrue();
        Await.until("the word that Kafka is away", Scenario.PATIENCE, () -> !told.isEmpty());
        Scenario.restart(broker);
        Await.until("the word that Kafka is back", Scenario.PATIENCE, () -> told.size() > 1);
        topic.writeNumbers(1, 0);

        assertThat(subscription.poll(Scenario.PATIENCE)).isNotNull();
        assertThat(told).containsExactly(ErrorCode.KAFKA_UNAVAILABLE, ErrorCode.NO_ERROR);
    }
}
