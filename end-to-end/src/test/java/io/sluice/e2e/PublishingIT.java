package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages from clients to Kafka. */
@ExtendWith(Scenarios.class)
class PublishingIT {
    private static final int MESSAGES = 10_000;
    private static final int KEYS = 10;
    /** Sent beyond the message that is confirmed when the gateway is killed, at most. */
    private static final int IN_FLIGHT = 300;

    private static final LinkSettings LOSSY = LinkSettings.builder().loss(0.05).corruption(0.05)
            .delay(Duration.ZERO, Duration.ofMillis(20)).build();

    @Test
    void confirmedMessagesAreInKafkaInOrderAlthoughTheGatewayWasKilled(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(4);
        SluiceClient client = scenario.connect(scenario.relay(gateway, LOSSY).localAddress());
        long killAfter = KillSchedule.random(1, MESSAGES - IN_FLIGHT).positions().getFirst();
        CountDownLatch killed = new CountDownLatch(1);

        try (Publication publication = client.publish(PublishRequest.to(topic.name()))) {
            Future<Boolean> sent = scenario.start(() -> {
                for (int message = 1; message <= MESSAGES; message++) {
                    if (message == killAfter + IN_FLIGHT) {
                        killed.await();
                    }
                    publication.send(key(message), Topic.number(message));
                }
                return publication.awaitConfirmed(Scenario.PATIENCE);
            });
            Await.until("confirmations", Scenario.PATIENCE, () -> publication.lastConfirmed() >= killAfter);
            assertThat(gateway.kill()).isTrue();
            killed.countDown();
            long confirmed = publication.lastConfirmed();
            Set<String> present = valuesOf(topic.read());
            for (long message = 1; message <= confirmed; message++) {
                assertThat(present).as("confirmed before the kill").contains(Long.toString(message));
            }
            Scenario.restart(gateway);
            assertThat(sent.get()).as("all confirmed").isTrue();
        }

        checkOrderByKey(topic.read());
        assertThat(client.resumes()).isPositive();
    }

    private static byte[] key(long message) {
        return ("key-" + message % KEYS).getBytes(StandardCharsets.UTF_8);
    }

    private static Set<String> valuesOf(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<String> values = new HashSet<>();
        records.forEach(record -> values.add(text(record.value())));
        return values;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Every message once, in order within its key. */
    private static void checkOrderByKey(List<ConsumerRecord<byte[], byte[]>> records) {
        DeliveryChecker checker = DeliveryChecker.ofNumbers(1, MESSAGES);
        Map<String, Integer> keys = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            checker.accept(keys.computeIfAbsent(text(record.key()), key -> keys.size()), 0, record.value());
        }
        DeliveryReport report = checker.report();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }
}
