package io.sluice.gateway.delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the tail of every partition that has readers, once for all of them, with one consumer on a thread of its own.
 * It reads no further ahead of the event loop than two polls. What is refused for one topic stops that topic alone.
 */
final class TailReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int POLLS_AHEAD = 2;
    private static final long ERROR_PAUSE_MILLIS = 200;

    private final Consumer<byte[], byte[]> consumer;
    private final Listener listener;
    private final BlockingQueue<Runnable> commands = new LinkedBlockingQueue<>();
    private final Semaphore ahead = new Semaphore(POLLS_AHEAD);
    private final Map<TopicPartition, Place> assigned = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    /**
     * Where a partition is read.
     *
     * @param epoch of the feed, as it was given to {@link #read}
     * @param next the offset after all that was handed over: what the consumer thinks may be ahead of that
     */
    private record Place(long epoch, long next) {}

    /**
     * Consecutive records of a tail.
     *
     * @param epoch as it was given to {@link #read}
     */
    record Batch(long epoch, RecordRun run) {}

    /** Told of what was read, on the reader's thread. */
    interface Listener {
        /** {@code done} must be run once the batches are taken over. */
        void onTail(Map<TopicPartition, Batch> batches, Runnable done);

        /** The partition is not read any more until {@link #read}. */
        void onOutOfRange(TopicPartition partition, long epoch, long position);

        /** The topic is not read any more until {@link #read}. */
        void onForbidden(String topic, String reason);

        /** The topic is not read any more until {@link #read}. */
        void onInvalid(String topic, String reason);
    }

    TailReader(Consumer<byte[], byte[]> consumer, Listener listener, ThreadFactory threads) {
        this.consumer = consumer;
        this.listener = listener;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Begins to read a partition from this offset on, or goes there. Callable from any thread. */
    void read(TopicPartition partition, long offset, long epoch) {
        command(() -> {
            if (assigned.put(partition, new Place(epoch, offset)) == null) {
                consumer.assign(assigned.keySet());
            }
            consumer.seek(partition, offset);
        });
    }

    /** Stops reading a partition. Callable from any thread. */
    void stop(TopicPartition partition) {
        command(() -> {
            if (assigned.remove(partition) != null) {
                consumer.assign(assigned.keySet());
            }
        });
    }

    private void command(Runnable change) {
        commands.add(change);
        consumer.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                turn();
            }
        } catch (InterruptedException e) {
            LOG.debug("The tail reader was interrupted", e);
        } finally {
            consumer.close();
        }
    }

    private void turn() throws InterruptedException {
        try {
            for (Runnable change = commands.poll(); change != null; change = commands.poll()) {
                change.run();
            }
            if (assigned.isEmpty()) {
                awaitCommand();
            } else {
                poll();
            }
            failing = false;
        } catch (WakeupException e) {
            LOG.trace("The tail reader was woken for a command");
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().forEach((partition, offset) -> {
                Place place = assigned.remove(partition);
                if (place != null) {
                    listener.onOutOfRange(partition, place.epoch(), offset);
                }
            });
            assignAgain();
        } catch (TopicAuthorizationException e) {
            drop(e.unauthorizedTopics());
            e.unauthorizedTopics().forEach(topic -> listener.onForbidden(topic, String.valueOf(e.getMessage())));
        } catch (InvalidTopicException e) {
            drop(e.invalidTopics());
            e.invalidTopics().forEach(topic -> listener.onInvalid(topic, String.valueOf(e.getMessage())));
        } catch (KafkaException e) {
            if (!failing) {
                failing = true;
                LOG.warn("Reading from Kafka failed; trying again until it works: {}", e.toString());
            }
            assignAgain();
            Thread.sleep(ERROR_PAUSE_MILLIS);
        }
    }

    /** After a failure: what the consumer has taken meanwhile was handed over to nobody. */
    private void assignAgain() {
        consumer.assign(assigned.keySet());
        assigned.forEach((partition, place) -> consumer.seek(partition, place.next()));
    }

    private void drop(Collection<String> topics) {
        assigned.keySet().removeIf(partition -> topics.contains(partition.topic()));
        assignAgain();
    }

    private void awaitCommand() throws InterruptedException {
        Runnable change = commands.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (change != null) {
            change.run();
        }
    }

    private void poll() throws InterruptedException {
        if (!ahead.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        boolean handedOver = false;
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            Map<TopicPartition, Batch> batches = new HashMap<>();
            // Nothing after the poll may fail: the consumer takes for delivered what it has returned. Its position, for
            // one, cannot be asked while the partition changes its leader.
            records.nextOffsets().forEach((partition, after) -> {
                Place place = assigned.get(partition);
                if (place != null && after.offset() != place.next()) {
                    List<FetchedRecord> read = records.records(partition).stream().map(FetchedRecord::of).toList();
                    batches.put(partition, new Batch(
                            place.epoch(), new RecordRun(place.next(), after.offset(), read)));
                    assigned.put(partition, new Place(place.epoch(), after.offset()));
                }
            });
            if (!batches.isEmpty()) {
                handedOver = true;
                listener.onTail(batches, ahead::release);
            }
        } finally {
            if (!handedOver) {
                ahead.release();
            }
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
