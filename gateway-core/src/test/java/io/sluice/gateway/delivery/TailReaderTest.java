package io.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tail reader makes of what its consumer does. */
@Timeout(30)
class TailReaderTest {
    private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
    private static final TopicPartition SECRETS = new TopicPartition("secrets", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            // The mock does not wait.
            Thread.onSpinWait();
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            if (dropNext && !records.isEmpty()) {
                dropNext = false;
                throw new DisconnectException("after it has taken what came");
            }
            return records;
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
            throw new TimeoutException(partition + " changes its leader");
        }
    };
    private volatile boolean dropNext;
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final TailReader reader = new TailReader(consumer, new TailReader.Listener() {
        @Override
        public void onTail(Map<TopicPartition, TailReader.Batch> batches, Runnable done) {
            batches.forEach((partition, batch) -> told.add(partition + " of " + batch.epoch() + ": "
                    + batch.run().start() + ".." + batch.run().end() + ", " + batch.run().size()));
            done.run();
        }

        @Override
        public void onOutOfRange(TopicPartition partition, long epoch, long position) {
            told.add(partition + " of " + epoch + " is not at " + position);
        }

        @Override
        public void onForbidden(String topic, String reason) {
            told.add(topic + " is forbidden");
        }

        @Override
        public void onInvalid(String topic, String reason) {
            told.add(topic + " is invalid");
        }
    }, task -> new Thread(task, "tail-reader-test"));

    @AfterEach
    void close() {
        reader.close();
    }

    private @Nullable String next() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    private void write(TopicPartition partition, long offset) {
        consumer.schedulePollTask(() -> consumer.addRecord(
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[]{1})));
    }

    @Test
    void whatIsReadCarriesTheEpochThatItWasAskedFor() throws Exception {
        reader.read(ORDERS, 5, 3);
        write(ORDERS, 5);
        assertThat(next()).isEqualTo("orders-0 of 3: 5..6, 1");
        reader.read(ORDERS, 6, 4);
        write(ORDERS, 6);
        assertThat(next()).isIn("orders-0 of 4: 6..7, 1", "orders-0 of 3: 6..7, 1");
    }

    @Test
    void oneForbiddenTopicDoesNotStopTheOthers() throws Exception {
        reader.read(ORDERS, 0, 1);
        reader.read(SECRETS, 0, 1);
        consumer.schedulePollTask(() -> consumer.setPollException(new TopicAuthorizationException(Set.of("secrets"))));
        assertThat(next()).isEqualTo("secrets is forbidden");
        write(ORDERS, 0);
        assertThat(next()).isEqualTo("orders-0 of 1: 0..1, 1");
        assertThat(consumer.assignment()).isEqualTo(Set.of(ORDERS));
    }

    @Test
    void onePlaceThatIsGoneDoesNotStopTheOthers() throws Exception {
        reader.read(ORDERS, 0, 1);
        reader.read(SECRETS, 9, 7);
        consumer.schedulePollTask(() -> consumer.setPollException(new OffsetOutOfRangeException(Map.of(SECRETS, 9L))));
        assertThat(next()).isEqualTo("secrets-0 of 7 is not at 9");
        write(ORDERS, 0);
        assertThat(next()).isEqualTo("orders-0 of 1: 0..1, 1");
    }

    @Test
    void aPositionThatCannotBeAskedLosesNothing() throws Exception {
        reader.read(ORDERS, 5, 1);
        write(ORDERS, 5);
        assertThat(next()).isEqualTo("orders-0 of 1: 5..6, 1");
        write(ORDERS, 6);
        assertThat(next()).isEqualTo("orders-0 of 1: 6..7, 1");
    }

    @Test
    void whatAFailedPollHadTakenIsReadAgain() throws Exception {
        reader.read(ORDERS, 5, 1);
        write(ORDERS, 5);
        assertThat(next()).isEqualTo("orders-0 of 1: 5..6, 1");
        dropNext = true;
        write(ORDERS, 6);
        write(ORDERS, 6);
        assertThat(next()).isEqualTo("orders-0 of 1: 6..7, 1");
    }

    @Test
    void whatFailsForAMomentIsTriedAgain() throws Exception {
        reader.read(ORDERS, 0, 1);
        for (int i = 0; i < 3; i++) {
            consumer.schedulePollTask(() -> consumer.setPollException(new DisconnectException("away")));
        }
        write(ORDERS, 0);
        assertThat(next()).isEqualTo("orders-0 of 1: 0..1, 1");
        assertThat(told).isEmpty();
    }
}
