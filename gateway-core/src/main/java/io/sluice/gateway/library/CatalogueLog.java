package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.LogEntry;
import io.sluice.gateway.kafka.LogFollower;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue as it is in Kafka: written by every gateway, and read by every gateway in the same order. On the event
 * loop's thread.
 */
final class CatalogueLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueLog.class);

    private final RecordWriter writer;
    private final TopicPartition partition;
    private final Catalogue catalogue = new Catalogue();
    private final CatalogueCodec codec = new CatalogueCodec();
    private final LogFollower<CatalogueEntry> follower;

    /**
     * Begins to read. Callable from any thread.
     *
     * @param writer stays the caller's
     */
    CatalogueLog(
            EventLoop loop,
            KafkaClients clients,
            TopicCatalog offsets,
            RecordWriter writer,
            String topic,
            ThreadFactory threads) {
        this.writer = writer;
        this.partition = new TopicPartition(topic, 0);
        this.follower = new LogFollower<>(loop, LogFollower.log(offsets, writer, partition), this::apply);
        follower.read(clients.follower("sluice-library", 2000), partition, codec::decode, threads);
    }

    /** What was read so far. */
    Catalogue catalogue() {
        return catalogue;
    }

    private void apply(List<LogEntry<CatalogueEntry>> entries) {
        entries.forEach(each -> catalogue.apply(each.offset(), each.timestampMillis(), each.entry()));
    }

    /** As {@link LogFollower#whenReadTo}. */
    void whenReadTo(long position, Runnable then) {
        follower.whenReadTo(position, then);
    }

    /** As {@link LogFollower#whenCurrent}. */
    void whenCurrent(BooleanSupplier wanted, Runnable onDelay, Runnable then) {
        follower.whenCurrent(wanted, onDelay, then);
    }

    /** Completes once it is in Kafka. */
    CompletableFuture<RecordMetadata> write(CatalogueEntry entry) {
        return writer.write(new ProducerRecord<>(
                partition.topic(), partition.partition(), codec.key(entry), codec.value(entry)));
    }

    /** Writes, and goes on once this gateway has read what it wrote. */
    void writeAndRead(CatalogueEntry entry, Runnable then, Consumer<Throwable> onFailure) {
        follower.writeAndRead(codec.key(entry), codec.value(entry), then, onFailure);
    }

    void logFailure(Throwable failure) {
        LOG.error("The library's catalogue could not be written", failure);
    }

    /** Callable from any thread. */
    @Override
    public void close() {
        follower.close();
    }
}
