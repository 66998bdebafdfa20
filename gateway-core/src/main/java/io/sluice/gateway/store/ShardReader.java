package io.sluice.gateway.store;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads a shard from its beginning to its end. */
public final class ShardReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private ShardReader() {}

    /**
     * Blocks until all is read. Only who initialised the shard's transactional id before knows that nothing more comes.
     *
     * @param consumer reads what is committed only; stays the caller's
     * @param cancelled asked between reads
     * @throws InterruptException if cancelled
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer; it may be tried again
     */
    public static ShardContents read(
            Consumer<byte[], byte[]> consumer,
            TopicPartition shard,
            SessionCodec codec,
            BooleanSupplier cancelled) {
        List<TopicPartition> only = List.of(shard);
        consumer.assign(only);
        consumer.seekToBeginning(only);
        long end = consumer.endOffsets(only).getOrDefault(shard, 0L);
        ShardContents contents = new ShardContents(codec);
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
