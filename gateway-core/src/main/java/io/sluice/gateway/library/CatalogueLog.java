package io.sluice.gateway.library;

import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.kafka.RecordWriter;
import io.sluice.gateway.kafka.TopicCatalog;
import java.util.ArrayList;
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
    private static final long RETRY_PAUSE = 500_000_000L;

    private final EventLoop loop;
    private final TopicCatalog offsets;
    private final RecordWriter writer;
    private final TopicPartition partition;
    private final Catalogue catalogue = new Catalogue();
    private final CatalogueCodec codec = new CatalogueCodec();
    private final List<Waiter> waiters = new ArrayList<>();
    private final CatalogueReader reader;

    /** Who waits for the catalogue to be read up to a place. */
    private record Waiter(long position, Runnable then) {}

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
        this.loop = loop;
        this.offsets = offsets;
        this.writer = writer;
        this.partition = new TopicPartition(topic, 0);
        this.reader = new CatalogueReader(
                clients.consumer("sluice-library", 2000), partition, codec, this::onRead, threads);
    }

    /** What was read so far. */
    Catalogue catalogue() {
        return catalogue;
    }

    private void onRead(List<CatalogueReader.Placed> entries, long next, Runnable done) {
        loop.execute(() -> {
            for (CatalogueReader.Placed placed : entries) {
                catalogue.apply(placed.offset(), placed.timestampMillis(), placed.entry());
            }
            catalogue.moveTo(next);
            done.run();
            wakeWaiters();
        });
    }

    private void wakeWaiters() {
        List<Waiter> ready = waiters.stream().filter(each -> each.position() <= catalogue.position()).toList();
        if (!ready.isEmpty()) {
            waiters.removeAll(ready);
            ready.forEach(each -> each.then().run());
        }
    }

    /** Goes on once everything before this offset was read. */
    void whenReadTo(long position, Runnable then) {
        if (catalogue.position() >= position) {
            then.run();
        } else {
            waiters.add(new Waiter(position, then));
        }
    }

    /**
     * Goes on once all is known that was in the catalogue when this was called. Nothing that any gateway has
     * confirmed before is missing then.
     *
     * @param wanted false if nobody waits any more
     * @param onDelay told when Kafka does not answer; it is asked again
     */
    void whenCurrent(BooleanSupplier wanted, Runnable onDelay, Runnable then) {
        Answers.toLoop(loop, offsets.endOffset(partition), end -> whenReadTo(end, () -> {
            if (wanted.getAsBoolean()) {
                then.run();
            }
        }), failure -> {
            LOG.debug("Where {} ends is asked again", partition, failure);
            if (wanted.getAsBoolean()) {
                onDelay.run();
                loop.schedule(RETRY_PAUSE, () -> whenCurrent(wanted, onDelay, then));
            }
        });
    }

    /** Completes once it is in Kafka. */
    CompletableFuture<RecordMetadata> write(CatalogueEntry entry) {
        return writer.write(new ProducerRecord<>(
                partition.topic(), partition.partition(), codec.key(entry), codec.value(entry)));
    }

    /** Writes, and goes on once this gateway has read what it wrote. */
    void writeAndRead(CatalogueEntry entry, Runnable then, Consumer<Throwable> onFailure) {
        Answers.toLoop(loop, write(entry), metadata -> whenReadTo(metadata.offset() + 1, then), onFailure);
    }

    void logFailure(Throwable failure) {
        LOG.error("The library's catalogue could not be written", failure);
    }

    /** Callable from any thread. */
    @Override
    public void close() {
        reader.close();
    }
}
