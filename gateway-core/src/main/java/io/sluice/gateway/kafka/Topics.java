package io.sluice.gateway.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What operators may ask of Kafka's topics. Callable from any thread; blocks for seconds at most. Failures are those of
 * Kafka, see {@link KafkaRefusal}, wrapped as by {@link CompletableFuture#join}.
 */
public final class Topics {
    private static final long PATIENCE_SECONDS = 10;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private final InternalTopics internal;
    private final TopicCatalog catalog;
    private final TopicBrowser browser;
    private final RecordSender sender;

    /**
     * A topic in a list.
     *
     * @param internal true if only gateways use it
     * @param leaderless numbers of partitions that no broker serves now
     */
    public record Summary(String name, boolean internal, int partitions, List<Integer> leaderless) {
        /** Copies {@code leaderless}. */
        public Summary {
            leaderless = List.copyOf(leaderless);
        }
    }

    /**
     * The offsets of a partition.
     *
     * @param earliest the first that is there
     * @param latest the next to come
     */
    public record Range(int partition, long earliest, long latest) {}

    /**
     * Some records in the order of their offsets.
     *
     * @param next the offset to go on with, or null if there is nothing more now
     */
    public record Messages(List<TopicMessage> messages, @Nullable Long next) {
        /** Copies {@code messages}. */
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /** Where a record is. */
    public record Written(int partition, long offset) {}

    public Topics(InternalTopics internal, TopicCatalog catalog, TopicBrowser browser, RecordSender sender) {
        this.internal = internal;
        this.catalog = catalog;
        this.browser = browser;
        this.sender = sender;
    }

    /** True for a topic that only gateways use. */
    public boolean isInternal(String name) {
        return internal.isInternal(name);
    }

    /**
     * The names of topics, in their order.
     *
     * @param part of the name, or null for any
     * @param ofGateways true for those that only gateways use, false for the others, null for all
     */
    public List<String> names(@Nullable String part, @Nullable Boolean ofGateways) {
        return patient(catalog.names()).stream()
                .filter(name -> part == null || name.contains(part))
                .filter(name -> ofGateways == null || internal.isInternal(name) == ofGateways)
                .sorted().toList();
    }

    /** Topics by their names; those that have gone are left out. */
    public List<Summary> summaries(List<String> names) {
        Map<String, CompletableFuture<TopicCatalog.Topic>> found = catalog.topics(names);
        List<Summary> summaries = new ArrayList<>();
        for (String name : names) {
            TopicCatalog.Topic topic = patient(orGone(found.get(name)));
            if (topic.partitions() > 0) {
                summaries.add(new Summary(name, internal.isInternal(name), topic.partitions(), topic.leaderless()));
            }
        }
        return summaries;
    }

    private static CompletableFuture<TopicCatalog.Topic> orGone(
            @Nullable CompletableFuture<TopicCatalog.Topic> answer) {
        TopicCatalog.Topic gone = new TopicCatalog.Topic(Uuid.ZERO_UUID, 0, List.of());
        return answer == null ? CompletableFuture.completedFuture(gone) : answer.exceptionally(failure -> gone);
    }

    /** The offsets of each partition of a topic. */
    public List<Range> ranges(String name) {
        List<TopicPartition> partitions = patient(catalog.partitions(name));
        Map<TopicPartition, Long> earliest = patient(catalog.offsets(partitions, OffsetSpec.earliest()));
        Map<TopicPartition, Long> latest = patient(catalog.offsets(partitions, OffsetSpec.latest()));
        return partitions.stream().map(each -> new Range(each.partition(), earliest.getOrDefault(each, 0L),
                latest.getOrDefault(each, 0L))).toList();
    }

    /** Records from an offset on; from the earliest if it is lower. */
    public Messages from(String name, int partition, long offset, int limit)
            throws TimeoutException, InterruptedException {
        TopicPartition where = partition(name, partition);
        return read(where, browser.range(where), offset, limit);
    }

    /** The first records that are not older than a time. */
    public Messages since(String name, int partition, Instant time, int limit)
            throws TimeoutException, InterruptedException {
        TopicPartition where = partition(name, partition);
        TopicBrowser.Range range = browser.range(where);
        Map<TopicPartition, Long> found = patient(
                catalog.offsets(List.of(where), OffsetSpec.forTimestamp(time.toEpochMilli())));
        return read(where, range, found.getOrDefault(where, range.end()), limit);
    }

    /** The last records that there are. */
    public Messages latest(String name, int partition, int limit) throws TimeoutException, InterruptedException {
        TopicPartition where = partition(name, partition);
        TopicBrowser.Range range = browser.range(where);
        return read(where, range, range.end() - limit, limit);
    }

    private Messages read(TopicPartition where, TopicBrowser.Range range, long start, int limit)
            throws TimeoutException, InterruptedException {
        List<TopicMessage> found = browser.read(where, start, range.end(), limit, MAX_BYTES).stream()
                .map(TopicMessage::of).toList();
        long next = found.isEmpty() ? range.end() : found.getLast().offset() + 1;
        return new Messages(found, next < range.end() ? next : null);
    }

    /**
     * Writes a record.
     *
     * @param partition its number, or null for the one of the key, or any
     */
    public Written write(String name, @Nullable Integer partition, byte @Nullable [] key, byte[] value) {
        // What writes tries for ever: it must not be given what Kafka will never take.
        TopicPartition known = partition(name, partition == null ? 0 : partition);
        RecordMetadata placed = patient(sender.write(new ProducerRecord<>(known.topic(), partition, key, value)));
        return new Written(placed.partition(), placed.offset());
    }

    private TopicPartition partition(String name, int number) {
        int partitions = patient(catalog.partitions(name)).size();
        if (number < 0 || number >= partitions) {
            throw new KafkaRefusal.PartitionUnknown(name, partitions);
        }
        return new TopicPartition(name, number);
    }

    private static <T> T patient(CompletableFuture<T> answer) {
        return answer.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
