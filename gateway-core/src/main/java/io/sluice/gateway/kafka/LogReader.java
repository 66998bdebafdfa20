package io.sluice.gateway.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a partition from its first record on, on a thread of its own, and never further than two batches ahead of those
 * who fold what it reads.
 *
 * @param <E> what a record says
 */
final class LogReader<E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long ERROR_PAUSE_MILLIS = 500;
    /** Batches that were read and are not folded yet. */
    private static final int AHEAD = 2;

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final LogFollower.Decoder<E> decoder;
    private final Listener<E> listener;
    private final Semaphore ahead = new Semaphore(AHEAD);
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    /** Told on the reader's thread. */
    @FunctionalInterface
    interface Listener<E> {
        /**
         * Some records follow.
         *
         * @param next the offset after them
         * @param done to be run, on any thread, once they are folded
         */
        void onRead(List<LogEntry<E>> entries, long next, Runnable done);
    }

    /** @param consumer a {@link KafkaClients#follower} for this object alone; closed with it */
    LogReader(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            LogFollower.Decoder<E> decoder,
            Listener<E> listener,
            ThreadFactory threads) {
        this.consumer = consumer;
        this.partition = partition;
        this.decoder = decoder;
        this.listener = listener;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!closed) {
                turn();
            }
        } catch (InterruptedException | InterruptException e) {
            // Interrupted, the consumer would not close.
            LOG.debug("The reader of {} is told to stop, interrupted again: {}", partition, Thread.interrupted());
        } finally {
            consumer.close(KafkaClients.AT_ONCE);
        }
    }

    private void turn() throws InterruptedException {
        try {
            read();
            failing = false;
        } catch (WakeupException e) {
            LOG.trace("The reader of {} was woken to stop", partition);
        } catch (InterruptException e) {
            throw e;
        } catch (OffsetOutOfRangeException e) {
            // Compaction removes nothing at the end; somebody else did.
            LOG.error("A part of {} was removed before it was read: reading on from its beginning", partition, e);
            consumer.seekToBeginning(List.of(partition));
        } catch (KafkaException e) {
            if (!failing) {
                failing = true;
                LOG.warn("{} cannot be read now; trying again: {}", partition, e.toString());
            }
            Thread.sleep(ERROR_PAUSE_MILLIS);
        }
    }

    private void read() throws InterruptedException {
        if (!ahead.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        boolean handedOver = false;
        try {
            // Asked before: a partition that changes its leader has no position, and what was polled would be lost.
            long next = consumer.position(partition, POLL);
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            List<LogEntry<E>> entries = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                decode(record, entries);
            }
            OffsetAndMetadata after = records.nextOffsets().get(partition);
            next = after == null ? next : after.offset();
            handedOver = true;
            listener.onRead(entries, next, ahead::release);
        } finally {
            if (!handedOver) {
                ahead.release();
            }
        }
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, List<LogEntry<E>> entries) {
        try {
            entries.add(new LogEntry<>(
                    record.offset(), record.timestamp(), decoder.decode(record.key(), record.value())));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} at {} is left out, for it is not known what it says: {}", partition, record.offset(),
                    e.toString());
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
