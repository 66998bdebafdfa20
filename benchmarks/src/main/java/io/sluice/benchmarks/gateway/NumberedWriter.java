package io.sluice.benchmarks.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to a topic that nobody else writes to, each with its offset as its number and the time at which it was
 * handed over. For one thread.
 */
final class NumberedWriter implements AutoCloseable {
    private final String topic;
    private final long[] next;
    private final NumberedRecords records;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** @param ends the offset after the newest record of each partition */
    NumberedWriter(String bootstrapServers, String topic, long[] ends, NumberedRecords records) {
        this.topic = topic;
        this.next = ends.clone();
        this.records = records;
        this.producer = BareClients.producer(bootstrapServers);
    }

    /** Hands one over, without waiting for Kafka to have it. */
    void write(int partition) throws Exception {
        byte[] value = records.value(next[partition], System.nanoTime());
        next[partition]++;
        // The callback tells of a failure, the future of nothing more.
        var _ = producer.send(new ProducerRecord<>(topic, partition, null, value), (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
        throwIfFailed();
    }

    /** The offset that the next record gets. */
    long next(int partition) {
        return next[partition];
    }

    /** Waits until Kafka has all of them. */
    void flush() throws Exception {
        producer.flush();
        throwIfFailed();
    }

    private void throwIfFailed() throws Exception {
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("Kafka did not take a record: " + first, first);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
