package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.client.SubscriptionListener;
import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Numbers;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a delivery when its topic is not simply a long row of records. */
@ExtendWith(Scenarios.class)
class DeliveryIT {
    private static final Duration PATIENCE = Scenario.PATIENCE;

    /** What a subscription told besides its records. */
    private static final class Told implements SubscriptionListener {
        private final List<String> resets = new CopyOnWriteArrayList<>();
        private final List<Position> added = new CopyOnWriteArrayList<>();

        @Override
        public void onPositionReset(int partition, long wanted, long earliest, long latest, long next) {
            resets.add(partition + ":" + wanted + " of " + earliest + ".." + latest + " now " + next);
        }

        @Override
        public void onPartitionsAdded(List<Position> positions) {
            added.addAll(positions);
        }
    }

    private static SluiceClient client(Scenario scenario) throws Exception {
        return scenario.connect(Scenario.address(scenario.sharedGateway()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void keyPrefixesAndHeadersChooseRecords(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        SubscribeRequest all = SubscribeRequest.earliest(topic.name());
        SluiceClient client = client(scenario);
        Subscription prefix = client.subscribe(all.only(new Filter.KeyPrefix(bytes("even-"))));
        Subscription header = client.subscribe(all.only(new Filter.HeaderValue("third", bytes("yes"))));

        topic.write(300, 0, number -> {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    topic.name(), 0, bytes((number % 2 == 0 ? "even-" : "odd-") + number), Topic.number(number));
            record.headers().add("third", bytes(number % 3 == 0 ? "yes" : "no"));
            return record;
        });

        assertThat(Numbers.take(prefix, 150))
                .isEqualTo(Numbers.range(1, 300).stream().filter(each -> each % 2 == 0).toList());
        assertThat(Numbers.take(header, 100))
                .isEqualTo(Numbers.range(1, 300).stream().filter(each -> each % 3 == 0).toList());
        Subscription late = client.subscribe(all.only(new Filter.KeyPrefix(bytes("even-30"))));
        assertThat(Numbers.take(late, 2)).containsExactly(30L, 300L);
    }

    @Test
    void aPlaceThatIsGoneFailsOrIsLeftAsTheClientWishes(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        topic.writeNumbers(1_000, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.kafka()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(600)))
                    .all().get();
        }
        SubscribeRequest gone = SubscribeRequest.earliest(topic.name()).from(new Start.Offset(100));
        SluiceClient client = client(scenario);
        Told earliest = new Told();
        Told latest = new Told();
        Told beyond = new Told();

        Subscription failing = client.subscribe(gone);
        assertThatThrownBy(() -> failing.poll(PATIENCE)).isInstanceOfSatisfying(SluiceException.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.POSITION_UNKNOWN))
                .hasMessageContaining("600 to 1000").hasMessageContaining("not 100");
        Subscription fromEarliest = client.subscribe(gone.onGap(OffsetReset.EARLIEST), earliest);
        assertThat(Numbers.take(fromEarliest, 400)).isEqualTo(Numbers.range(601, 1_000));
        Subscription fromLatest = client.subscribe(gone.onGap(OffsetReset.LATEST), latest);
        Await.until("the reset", PATIENCE, () -> !latest.resets.isEmpty());
        Subscription fromBeyond = client.subscribe(
                gone.from(new Start.Offset(5_000)).onGap(OffsetReset.EARLIEST), beyond);
        assertThat(Numbers.take(fromBeyond, 400)).isEqualTo(Numbers.range(601, 1_000));
        topic.write(1, 0, number -> new ProducerRecord<>(topic.name(), 0, null, Topic.number(4711)));

        assertThat(Numbers.take(fromLatest, 1)).containsExactly(4711L);
        assertThat(earliest.resets).containsExactly("0:100 of 600..1000 now 600");
        assertThat(latest.resets).containsExactly("0:100 of 600..1000 now 1000");
        assertThat(beyond.resets).containsExactly("0:5000 of 600..1000 now 600");
    }

    @Test
    void newPartitionsAreDeliveredFromTheirBeginning(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        Told told = new Told();
        Subscription subscription = client(scenario).subscribe(SubscribeRequest.latest(topic.name()), told);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.kafka()))) {
            admin.createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(3))).all().get();
        }
        topic.write(20, 0, number -> new ProducerRecord<>(topic.name(), 2, null, Topic.number(number)));

        assertThat(Numbers.take(subscription, 20)).isEqualTo(Numbers.range(1, 20));
        assertThat(told.added).containsExactly(new Position(1, 0), new Position(2, 0));
    }

    @Test
    void aDeletedTopicEndsItsSubscriptionsAndNoOthers(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(2);
        Topic other = scenario.topic(1);
        SluiceClient client = client(scenario);
        Subscription subscription = client.subscribe(SubscribeRequest.earliest(topic.name()));
        Subscription staying = client.subscribe(SubscribeRequest.earliest(other.name()));
        topic.writeNumbers(10, 0);
        assertThat(Numbers.take(subscription, 10)).isEqualTo(Numbers.range(1, 10));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.kafka()))) {
            admin.deleteTopics(List.of(topic.name())).all().get();
        }

        assertThatThrownBy(() -> subscription.poll(PATIENCE)).isInstanceOfSatisfying(SluiceException.class,
                failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOPIC_UNKNOWN));
        other.writeNumbers(10, 0);
        assertThat(Numbers.take(staying, 10)).isEqualTo(Numbers.range(1, 10));
    }

    @Test
    void aTopicThatIsMadeAnewIsAnotherTopic(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        Told told = new Told();
        SluiceClient client = client(scenario);
        Subscription going = client.subscribe(
                SubscribeRequest.earliest(topic.name()).onGap(OffsetReset.EARLIEST), told);
        topic.writeNumbers(100, 0);
        assertThat(Numbers.take(going, 100)).isEqualTo(Numbers.range(1, 100));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.kafka()))) {
            admin.deleteTopics(List.of(topic.name())).all().get();
            Await.until("the topic is made anew", PATIENCE, () -> {
                try {
                    admin.createTopics(List.of(new NewTopic(topic.name(), 1, (short) 1))).all().get();
                    return true;
                } catch (ExecutionException e) {
                    return false;
                }
            });
        }
        topic.writeNumbers(50, 0);

        // A gateway that looks between the two ends the subscription instead, and says why.
        try {
            assertThat(Numbers.take(going, 50)).isEqualTo(Numbers.range(1, 50));
            assertThat(told.resets).isNotEmpty();
        } catch (SluiceException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_UNKNOWN);
        }
    }

    @Test
    void abortedTransactionsAreGoneOver(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        SluiceClient client = client(scenario);
        Subscription live = client.subscribe(SubscribeRequest.earliest(topic.name()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", topic.kafka(), "transactional.id", topic.name()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int round = 0; round < 6; round++) {
                producer.beginTransaction();
                List<Future<RecordMetadata>> written = new ArrayList<>();
                for (int i = 1; i <= 100; i++) {
                    written.add(producer.send(
                            new ProducerRecord<>(topic.name(), 0, null, Topic.number(round * 100L + i))));
                }
                for (Future<RecordMetadata> each : written) {
                    each.get();
                }
                if (round % 2 == 0) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
        List<Long> committed = Numbers.range(1, 600).stream().filter(each -> (each - 1) / 100 % 2 == 0).toList();

        assertThat(Numbers.take(live, 300)).isEqualTo(committed);
        assertThat(Numbers.take(client.subscribe(SubscribeRequest.earliest(topic.name())), 300)).isEqualTo(committed);
        // Behind the last abort there is nothing but its records and markers: what comes next comes all the same.
        topic.write(1, 0, number -> new ProducerRecord<>(topic.name(), 0, null, Topic.number(4711)));
        assertThat(Numbers.take(live, 1)).containsExactly(4711L);
    }

    @Test
    void aCompactedTopicIsDeliveredWithItsGaps(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", topic.kafka()))) {
            admin.incrementalAlterConfigs(Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                    List.of(
                            new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), AlterConfigOp.OpType.SET),
                            new AlterConfigOp(new ConfigEntry("segment.ms", "100"), AlterConfigOp.OpType.SET),
                            new AlterConfigOp(
                                    new ConfigEntry("min.cleanable.dirty.ratio", "0.01"), AlterConfigOp.OpType.SET))))
                    .all().get();
        }
        for (int round = 0; round < 3; round++) {
            topic.write(500, 0, number -> new ProducerRecord<>(
                    topic.name(), 0, bytes("key-" + number % 10), Topic.number(number)));
        }
        Await.until("compaction", PATIENCE, () -> {
            // A segment is closed, and so can be compacted, when another record comes.
            topic.write(1, 0, number -> new ProducerRecord<>(topic.name(), 0, bytes("last"), Topic.number(9)));
            return topic.read().size() < 1_000;
        });
        List<Long> left = topic.read().stream().map(record -> record.offset()).toList();
        Subscription subscription = client(scenario).subscribe(SubscribeRequest.earliest(topic.name()));
        List<Long> offsets = new ArrayList<>();
        while (offsets.isEmpty() || offsets.getLast() < left.getLast()) {
            Delivery record = subscription.poll(PATIENCE);
            if (record == null) {
                throw new AssertionError("nothing after " + offsets);
            }
            offsets.add(record.offset());
        }
        // The cleaner may go on meanwhile, but it never takes what is the newest of its key.
        assertThat(offsets).isSorted().doesNotHaveDuplicates();
        assertThat(left).containsAll(offsets);
        assertThat(offsets).endsWith(left.getLast());
    }

    @Test
    void manySessionsCatchUpWhileOneFollowsTheTail(Scenario scenario) throws Exception {
        int sessions = 100;
        int old = 20_000;
        int fresh = 2_000;
        Topic topic = scenario.topic(1);
        topic.writeNumbers(old, 0);
        Subscription tail = client(scenario).subscribe(SubscribeRequest.latest(topic.name()));
        SplittableRandom random = new SplittableRandom(7);
        List<Future<Boolean>> catchingUp = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            long from = random.nextLong(old);
            Subscription behind = client(scenario).subscribe(
                    SubscribeRequest.earliest(topic.name()).from(new Start.Offset(from)));
            catchingUp.add(scenario.start(() -> {
                int wanted = (int) (old + fresh - from);
                return Numbers.take(behind, wanted).equals(Numbers.range(from + 1, old + fresh));
            }));
        }
        topic.write(fresh, 1_000, number -> new ProducerRecord<>(topic.name(), 0, null, Topic.number(old + number)));

        assertThat(Numbers.take(tail, fresh)).isEqualTo(Numbers.range(old + 1, old + fresh));
        for (Future<Boolean> each : catchingUp) {
            assertThat(each.get()).isTrue();
        }
    }
}
