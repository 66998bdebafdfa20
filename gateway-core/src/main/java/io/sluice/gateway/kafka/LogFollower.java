package io.sluice.gateway.kafka;

import io.sluice.crsp.endpoint.EventLoop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of one partition that every gateway writes and folds into memory, all in the same order. Who wants to know what
 * all gateways have confirmed so far asks where it ends, and waits until all before that is read. On the event loop's
 * thread unless said otherwise.
 *
 * @param <E> what a record says
 */
public final class LogFollower<E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final long RETRY_PAUSE = 500_000_000L;

    private final EventLoop loop;
    private final Log log;
    private final Fold<E> fold;
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(
            Comparator.comparingLong(Waiter::position).thenComparingLong(Waiter::number));
    private final List<Question> questions = new ArrayList<>();
    private volatile @Nullable LogReader<E> reader;
    private boolean asking;
    private long position;
    private long waited;

    /** The topic, as it is asked and written. */
    public interface Log {
        /** The offset after what is committed now. */
        CompletableFuture<Long> end();

        /** Appends a record; its offset, once it is committed. */
        CompletableFuture<Long> write(byte[] key, byte @Nullable [] value);
    }

    /** Knows what records say. Called on the reader's thread. */
    @FunctionalInterface
    public interface Decoder<E> {
        /** @throws IllegalArgumentException if the record says nothing that is known; it is left out */
        E decode(byte @Nullable [] key, byte @Nullable [] value);
    }

    /** Takes what was read. Called on the event loop's thread. */
    @FunctionalInterface
    public interface Fold<E> {
        /** The next records, in their order. */
        void apply(List<LogEntry<E>> entries);
    }

    private record Waiter(long position, long number, Runnable then) {}

    private record Question(BooleanSupplier wanted, Runnable onDelay, Runnable then) {}

    public LogFollower(EventLoop loop, Log log, Fold<E> fold) {
        this.loop = loop;
        this.log = log;
        this.fold = fold;
    }

    /**
     * A partition of Kafka's.
     *
     * @param writer stays the caller's
     */
    public static Log log(TopicCatalog offsets, RecordWriter writer, TopicPartition partition) {
        return new Log() {
            @Override
            public CompletableFuture<Long> end() {
                return offsets.endOffset(partition);
            }

            @Override
            public CompletableFuture<Long> write(byte[] key, byte @Nullable [] value) {
                return writer.write(new ProducerRecord<>(partition.topic(), partition.partition(), key, value))
                        .thenApply(RecordMetadata::offset);
            }

            @Override
            public String toString() {
                return partition.toString();
            }
        };
    }

    /**
     * Begins to read. To be called once, from any thread.
     *
     * @param consumer closed with this object
     */
    public void read(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            Decoder<E> decoder,
            ThreadFactory threads) {
        LogReader<E> begun = new LogReader<>(consumer, partition, decoder, this::onRead, threads);
        reader = begun;
        begun.start();
    }

    private void onRead(List<LogEntry<E>> entries, long next, Runnable done) {
        loop.execute(() -> {
            take(entries, next);
            done.run();
        });
    }

    /**
     * Takes what was read; for who reads in place of {@link #read}.
     *
     * @param next the offset after these
     */
    public void take(List<LogEntry<E>> entries, long next) {
        fold.apply(entries);
        position = Math.max(position, next);
        for (Waiter first = waiters.peek(); first != null && first.position() <= position; first = waiters.peek()) {
            waiters.remove();
            run(first.then());
        }
    }

    /** One session's failure is not that of the others that wait for the same. */
    private void run(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException e) {
            LOG.error("Somebody who waited for {} failed", log, e);
        }
    }

    /** Goes on once everything before this offset was read. */
    public void whenReadTo(long offset, Runnable then) {
        if (position >= offset) {
            then.run();
        } else {
            waiters.add(new Waiter(offset, waited++, then));
        }
    }

    /**
     * Goes on once all is known that was in the topic when this was called: nothing is missing then that any gateway has
     * confirmed before. Those who ask while Kafka is asked share the next question.
     *
     * @param wanted false if nobody waits any more
     * @param onDelay told when Kafka does not answer; it is asked again
     */
    public void whenCurrent(BooleanSupplier wanted, Runnable onDelay, Runnable then) {
        questions.add(new Question(wanted, onDelay, then));
        if (!asking) {
            ask();
        }
    }

    private void ask() {
        asking = true;
        List<Question> asked = List.copyOf(questions);
        questions.clear();
        Answers.toLoop(loop, log.end(), end -> {
            asking = false;
            whenReadTo(end, () -> asked.stream().filter(each -> each.wanted().getAsBoolean())
                    .forEach(each -> run(each.then())));
            if (!questions.isEmpty() && !asking) {
                ask();
            }
        }, failure -> {
            LOG.debug("Where {} ends is asked again", log, failure);
            List<Question> left = asked.stream().filter(each -> each.wanted().getAsBoolean()).toList();
            questions.addAll(0, left);
            left.forEach(each -> each.onDelay().run());
            loop.schedule(RETRY_PAUSE, this::askAgain);
        });
    }

    private void askAgain() {
        asking = false;
        if (!questions.isEmpty()) {
            ask();
        }
    }

    /** Writes, and goes on once this gateway has read what it wrote. */
    public void writeAndRead(byte[] key, byte @Nullable [] value, Runnable then, Consumer<Throwable> onFailure) {
        Answers.toLoop(loop, log.write(key, value), offset -> whenReadTo(offset + 1, then), onFailure);
    }

    /** Callable from any thread. */
    @Override
    public void close() {
        LogReader<E> begun = reader;
        if (begun != null) {
            begun.close();
        }
    }
}
