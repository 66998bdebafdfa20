package io.sluice.gateway.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a few committed records for an operator, with a consumer of its own for each question: it disturbs no client's
 * delivery. Blocks; some questions at a time, the others wait a little.
 */
public final class TopicBrowser {
    private static final int AT_A_TIME = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Semaphore turns = new Semaphore(AT_A_TIME);

    /** The offsets that there are: from {@code beginning} up to and without {@code end}. */
    public record Range(long beginning, long end) {}

    /**
     * @param consumers makes one that reads committed records and belongs to no group; it is closed after each question
     */
    public TopicBrowser(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
    }

    private interface Question<T> {
        T ask(Consumer<byte[], byte[]> consumer);
    }

    private <T> T ask(Question<T> question) throws TimeoutException, InterruptedException {
        if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException(AT_A_TIME + " others are reading");
        }
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            return question.ask(consumer);
        } finally {
            turns.release();
        }
    }

    /** What a partition holds now. */
    public Range range(TopicPartition partition) throws TimeoutException, InterruptedException {
        return ask(consumer -> range(consumer, partition));
    }

    private static Range range(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        List<TopicPartition> only = List.of(partition);
        return new Range(consumer.beginningOffsets(only, PATIENCE).getOrDefault(partition, 0L),
                consumer.endOffsets(only, PATIENCE).getOrDefault(partition, 0L));
    }

    /**
     * Reads on from an offset.
     *
     * @param start brought into what there is
     * @param end the first offset that is not wanted any more
     * @param most how many records
     * @param mostBytes of their keys and values, after which no further one is taken
     * @return fewer than there are if Kafka takes too long
     */
    public List<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long start, long end, int most,
            long mostBytes) throws TimeoutException, InterruptedException {
        return ask(consumer -> {
            consumer.assign(List.of(partition));
            Range range = range(consumer, partition);
            long last = Math.min(end, range.end());
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            consumer.seek(partition, Math.clamp(start, range.beginning(), range.end()));
            long bytes = 0;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition, PATIENCE) < last && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE).records(partition)) {
                    if (record.offset() >= last || found.size() == most || bytes >= mostBytes) {
                        return found;
                    }
                    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
                    found.add(record);
                }
            }
            return found;
        });
    }
}
