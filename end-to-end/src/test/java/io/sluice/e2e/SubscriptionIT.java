package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Numbers;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of a topic is delivered, and from where. */
@ExtendWith(Scenarios.class)
class SubscriptionIT {
    private static final Duration PATIENCE = Scenario.PATIENCE;
    private static final Duration QUIET = Duration.ofSeconds(1);

    @Test
    void onePartitionIsDeliveredAlone(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(3);
        topic.write(300, 0, number -> new ProducerRecord<>(
                topic.name(), (int) (number % 3), null, Topic.number(number)));

        Subscription second = subscribe(scenario, SubscribeRequest.earliest(topic.name()).onlyPartition(1));

        assertThat(Numbers.take(second, 100)).containsExactlyElementsOf(
                LongStream.rangeClosed(1, 300).filter(number -> number % 3 == 1).boxed().toList());
        assertThat(second.poll(QUIET)).isNull();
    }

    @Test
    void oneKeyIsDeliveredAlone(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(3);
        topic.write(300, 0, number -> new ProducerRecord<>(
                topic.name(), key(number % 5), Topic.number(number)));

        Subscription ofKey = subscribe(scenario, SubscribeRequest.earliest(topic.name()).onlyKey(key(2)));

        assertThat(Numbers.take(ofKey, 60)).containsExactlyElementsOf(
                LongStream.rangeClosed(1, 300).filter(number -> number % 5 == 2).boxed().toList());
        assertThat(ofKey.poll(QUIET)).isNull();
    }

    @Test
    void allPartitionsAreDeliveredEachInOrder(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(4);
        topic.write(1000, 0, number -> new ProducerRecord<>(
                topic.name(), (int) (number % 4), null, Topic.number(number)));

        var report = scenario.receive(topic, 1000, Scenario.address(scenario.sharedGateway())).awaitEnd(PATIENCE);

        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    @Test
    void deliveryBeginsAtLatestAnOffsetOrATime(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        long noon = 1_700_000_000_000L;
        topic.write(100, 0, number -> new ProducerRecord<>(
                topic.name(), 0, noon + number * 1000, null, Topic.number(number)));

        Subscription latest = subscribe(scenario, SubscribeRequest.latest(topic.name()));
        Subscription offset = subscribe(scenario,
                SubscribeRequest.earliest(topic.name()).from(new Start.Offset(90)));
        Subscription time = subscribe(scenario,
                SubscribeRequest.earliest(topic.name()).from(new Start.Timestamp(noon + 50 * 1000)));

        assertThat(Numbers.take(offset, 10)).startsWith(91L).endsWith(100L);
        assertThat(Numbers.take(time, 51)).startsWith(50L).endsWith(100L);
        topic.write(1, 0, number -> new ProducerRecord<>(topic.name(), 0, null, Topic.number(4711)));
        assertThat(Numbers.take(latest, 1)).containsExactly(4711L);
        assertThat(Numbers.take(offset, 1)).containsExactly(4711L);
    }

    @Test
    void aPausedDeliveryWaitsAndThenGoesOn(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        Subscription subscription = subscribe(scenario, SubscribeRequest.earliest(topic.name()));
        topic.writeNumbers(10, 0);
        assertThat(Numbers.take(subscription, 10)).endsWith(10L);

        subscription.pause();
        assertThat(subscription.poll(QUIET)).isNull();
        topic.write(10, 0, number -> new ProducerRecord<>(topic.name(), 0, null, Topic.number(10 + number)));
        assertThat(subscription.poll(QUIET)).isNull();
        subscription.resume();

        assertThat(Numbers.take(subscription, 10)).startsWith(11L).endsWith(20L);
    }

    @Test
    void seekAndRestartGoElsewhereAtOnce(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        topic.writeNumbers(10_000, 0);
        Subscription subscription = subscribe(scenario,
                SubscribeRequest.earliest(topic.name()).from(new Start.Offset(100)));
        assertThat(Numbers.take(subscription, 50)).startsWith(101L).endsWith(150L);

        subscription.seek(new Start.Offset(9_000));
        assertThat(Numbers.take(subscription, 1000)).startsWith(9_001L).endsWith(10_000L);
        subscription.restart();
        assertThat(Numbers.take(subscription, 50)).startsWith(101L).endsWith(150L);
        subscription.seek(new Start.Earliest());
        assertThat(Numbers.take(subscription, 50)).startsWith(1L).endsWith(50L);
    }

    /** Later ones overtake the answers to earlier ones. */
    @Test
    void ofManyQuickSeeksTheLastHolds(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        topic.writeNumbers(5_000, 0);
        Subscription subscription = subscribe(scenario, SubscribeRequest.earliest(topic.name()));
        assertThat(Numbers.take(subscription, 50)).startsWith(1L);

        for (int round = 1; round <= 10; round++) {
            for (int i = 0; i < 10; i++) {
                subscription.seek(new Start.Offset(100L * i));
            }
            subscription.seek(new Start.Offset(1_000L * (round % 5)));
            assertThat(Numbers.take(subscription, 50)).startsWith(1_000L * (round % 5) + 1);
        }
    }

    @Test
    void aMissingTopicIsNamed(Scenario scenario) throws Exception {
        SluiceClient client = scenario.connect(Scenario.address(scenario.sharedGateway()));

        assertThatThrownBy(() -> client.subscribe(SubscribeRequest.earliest("nowhere")))
                .isInstanceOfSatisfying(SluiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOPIC_UNKNOWN))
                .hasMessageContaining("nowhere");
    }

    private static Subscription subscribe(Scenario scenario, SubscribeRequest request) throws Exception {
        return scenario.connect(Scenario.address(scenario.sharedGateway())).subscribe(request);
    }

    private static byte[] key(long number) {
        return ("key-" + number).getBytes(StandardCharsets.UTF_8);
    }
}
