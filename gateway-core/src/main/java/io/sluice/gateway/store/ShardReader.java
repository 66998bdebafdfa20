package io.sluice.gateway.store;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads a shard from its beginning to its end. For one thread. */
public final class ShardReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition shard;
    private final BooleanSupplier cancelled;
    private final ShardContents contents;

    /**
     * @param consumer reads what is committed only; stays the caller's
     * @param cancelled asked between reads
     */
    public ShardReader(
            Consumer<byte[], byte[]> consumer, TopicPartition shard, SessionCodec codec, BooleanSupplier cancelled) {
        this.consumer = consumer;
        this.shard = shard;
        this.cancelled = cancelled;
        this.contents = new ShardContents(codec);
        consumer.assign(List.of(shard));
        consumer.seekToBeginning(List.of(shard));
    }

    /**
     * Reads on to what is the end now, before the first transaction that is open. Blocks.
     *
     * @return what was read so far, the same object each time
     * @throws InterruptException if cancelled
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    public ShardContents readToEnd() {
        long end = consumer.endOffsets(List.of(shard)).getOrDefault(shard, 0L);
        while (consumer.position(shard) < end) {
            if (cancelled.getAsBoolean()) {
                throw new InterruptException("the shard went to another gateway while it was read");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                contents.add(record);
            }
        }
        return contents;
    }
}
