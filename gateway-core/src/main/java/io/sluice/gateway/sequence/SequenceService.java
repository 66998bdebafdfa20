package io.sluice.gateway.sequence;

import io.sluice.crsp.session.SequenceNumbers;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.store.StoredSequence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Generated numbers in Kafka. A record's key names its sequence, the header {@value #INDEX} its index, the value is the
 * number in decimal: people can read the topic.
 */
public final class SequenceService {
    /** The header with the index, from 0. */
    public static final String INDEX = "index";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long CLOCK_TOLERANCE_MILLIS = 1000;

    private final RecordWriter writer;
    private final int partitions;
    private final Map<String, Long> produced = new HashMap<>();
    private final Map<TopicPartition, Long> scannedFrom = new HashMap<>();

    /**
     * @param partitions of {@link InternalTopics#SEQUENCES}
     */
    public SequenceService(RecordWriter writer, int partitions) {
        this.writer = writer;
        this.partitions = partitions;
    }

    /** The partition that all numbers of a sequence go to. */
    public TopicPartition partition(String key) {
        int hash = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
        return new TopicPartition(InternalTopics.SEQUENCES, hash % partitions);
    }

    /** Writes one number; never blocks. */
    CompletableFuture<RecordMetadata> write(String key, StoredSequence sequence, long index) {
        String value = Long.toString(SequenceNumbers.value(sequence.seed(), index));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                InternalTopics.SEQUENCES,
                partition(key).partition(),
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.US_ASCII));
        record.headers().add(new RecordHeader(INDEX, Long.toString(index).getBytes(StandardCharsets.US_ASCII)));
        return writer.write(record);
    }

    /** The index in a record of the sequence topic, or -1 if it has none. */
    static long indexOf(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(INDEX);
        return header == null || header.value() == null
                ? -1
                : Long.parseLong(new String(header.value(), StandardCharsets.US_ASCII));
    }

    static long valueOf(ConsumerRecord<byte[], byte[]> record) {
        return Long.parseUnsignedLong(new String(record.value(), StandardCharsets.US_ASCII));
    }

    /**
     * Finds out how far the generators of an earlier process came: reads the topic from the oldest unfinished sequence
     * on. Blocks; called once, before any sequence goes on.
     *
     * @param oldestMillis when the oldest of them began, since 1970 UTC
     */
    public void scan(Consumer<byte[], byte[]> consumer, long oldestMillis) {
        List<TopicPartition> all = consumer.partitionsFor(InternalTopics.SEQUENCES).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(all);
        Map<TopicPartition, Long> times = new HashMap<>();
        all.forEach(each -> times.put(each, oldestMillis - CLOCK_TOLERANCE_MILLIS));
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Set<TopicPartition> behind = new HashSet<>(all);
        consumer.offsetsForTimes(times).forEach((each, found) -> {
            long end = ends.getOrDefault(each, 0L);
            long start = startOf(found, end);
            scannedFrom.put(each, start);
            consumer.seek(each, start);
            if (start >= end) {
                behind.remove(each);
            }
        });
        while (!behind.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                String key = new String(record.key(), StandardCharsets.UTF_8);
                produced.merge(key, indexOf(record) + 1, Math::max);
            }
            behind.removeIf(each -> consumer.position(each) >= ends.getOrDefault(each, 0L));
        }
    }

    private static long startOf(@Nullable OffsetAndTimestamp found, long end) {
        return found == null ? end : found.offset();
    }

    /** How many numbers of a sequence an earlier process wrote. */
    long producedBefore(String key) {
        return produced.getOrDefault(key, 0L);
    }

    /** Where the first number of a restored sequence can be at the earliest. */
    long scannedFrom(String key) {
        return scannedFrom.getOrDefault(partition(key), 0L);
    }
}
