package io.sluice.gateway.kafka;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to Kafka in the order given, from a thread of its own, because a producer may block and an event loop
 * may not. Callers bound what they hand in; a record is tried until Kafka takes or refuses it.
 */
public final class RecordWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private record Pending(ProducerRecord<byte[], byte[]> record, CompletableFuture<RecordMetadata> done) {}

    public RecordWriter(Producer<byte[], byte[]> producer, ThreadFactory threads) {
        this.producer = producer;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /**
     * Hands a record in; never blocks.
     *
     * @return completes on a Kafka thread once the record is committed, or fails with Kafka's refusal
     */
    public CompletableFuture<RecordMetadata> write(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> done = new CompletableFuture<>();
        queue.add(new Pending(record, done));
        return done;
    }

    private void run() {
        while (!closed) {
            try {
                Pending pending = queue.poll(1, TimeUnit.SECONDS);
                if (pending != null) {
                    send(pending);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void send(Pending pending) {
        while (!closed) {
            try {
                var _ = producer.send(pending.record(), (metadata, failure) -> {
                    if (failure == null) {
                        pending.done().complete(metadata);
                    } else {
                        pending.done().completeExceptionally(failure);
                    }
                });
                return;
            } catch (RetriableException e) {
                LOG.warn("Kafka takes no record for {}: {}; trying again", pending.record().topic(), e.toString());
            } catch (RuntimeException e) {
                pending.done().completeExceptionally(e);
                return;
            }
        }
    }

    /** Stops; what Kafka has not taken within a few seconds is given up and was not confirmed to anyone. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        producer.close(CLOSE_PATIENCE);
    }
}
