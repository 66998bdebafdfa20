package io.sluice.gateway.store;

import io.sluice.gateway.kafka.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of several shards: what clients publish, how far they have come and what becomes of sessions goes to Kafka
 * in one transaction after the other, each with all that came up during the one before, whichever shard it is of. A
 * transaction costs Kafka about the same whether it is of one message or of a thousand. Kafka itself stops a writer of
 * which another gateway took a shard over.
 *
 * <p>Given work on any thread, never blocking; works on a thread of its own; answers through the executor given.
 */
public final class TransactionalWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);
    private static final int MAX_BATCH_RECORDS = 10_000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    /** After so many times in a row that a topic took nothing which could be written, the producer is given up. */
    private static final int MAX_TIMES_LATE = 2;

    private final String id;
    private final Settings settings;
    private final Producer<byte[], byte[]> producer;
    private final Executor answers;
    private final BlockingQueue<ShardWork> queue = new LinkedBlockingQueue<>();
    private final ParkedMessages parked;
    /** How many times in a row a topic did not take something in time. */
    private final Map<String, Integer> timesLate = new HashMap<>();
    private final Set<ShardSource> refused = Collections.newSetFromMap(new WeakHashMap<>());
    private final Set<ShardWriter> writers = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private long lastEnd = System.nanoTime();
    private volatile boolean closed;
    private volatile boolean ended;

    /**
     * What a writer is told.
     *
     * @param batchBytes bytes of messages that a transaction takes at most, unless a single one is larger
     * @param pause between one transaction and the next, for more to come; a message after a longer silence does not wait
     * @param topicGone whether a topic surely does not exist; may block
     * @param topicWritable whether every partition of a topic takes messages, as Kafka says; may block
     * @param confirmBeforeCommit answers too early, for a test of the tests
     * @param counters told of every transaction
     */
    public record Settings(
            InternalTopics topics,
            SessionCodec codec,
            int batchBytes,
            Duration pause,
            Predicate<String> topicGone,
            Predicate<String> topicWritable,
            boolean confirmBeforeCommit,
            CommitCounters counters) {}

    /**
     * Begins to work.
     *
     * @param id the producer's transactional id
     * @param producer with initialised transactions; closed by this object
     */
    public TransactionalWriter(
            String id,
            Settings settings,
            Producer<byte[], byte[]> producer,
            Executor answers,
            ThreadFactory threads) {
        this.id = id;
        this.settings = settings;
        this.producer = producer;
        this.answers = answers;
        this.parked = new ParkedMessages(settings.topicWritable());
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** The transactional id: who initialises it stops this writer. */
    public String id() {
        return id;
    }

    /** True once Kafka lets it write no more, or it was closed. */
    public boolean isOver() { return ended; }

    /**
     * Begins to write a shard.
     *
     * @param onLost told once, through the executor of answers, if Kafka lets this writer write no more
     * @throws KafkaException if it does not already
     */
    public ShardWriter begin(int shard, Consumer<Throwable> onLost) {
        ShardWriter writer = new ShardWriter(this, shard, onLost);
        writers.add(writer);
        if (ended) {
            writers.remove(writer);
            throw new ProducerFencedException("the writer " + id + " was stopped");
        }
        return writer;
    }

    void remove(ShardWriter writer) {
        writers.remove(writer);
    }

    void add(ShardWork work) {
        queue.add(work);
        if (ended) {
            giveUpRest();
        }
    }

    /** Completes when all that was given before is committed or dropped, or exceptionally if that will not be known. */
    public CompletableFuture<@Nullable Void> settle() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        add(new ShardWork.Settle(done));
        return done;
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn && !closed) {
                List<ShardWork> batch = new ArrayList<>();
                goesOn = take(batch);
                if (!batch.isEmpty()) {
                    commit(batch);
                    lastEnd = System.nanoTime();
                }
            }
            ended = true;
        } catch (InterruptedException | KafkaException | IllegalStateException e) {
            ended = true;
            if (!closed) {
                LOG.warn("{} can no longer write: {}", id, e.toString());
                producer.close(Duration.ZERO);
                List.copyOf(writers).forEach(each -> answers.execute(() -> each.onLost(e)));
            }
        }
        giveUpRest();
    }

    /** Nobody waits for what will not come; sessions are told by the loss of their shards. */
    private void giveUpRest() {
        for (ShardWork work = queue.poll(); work != null; work = queue.poll()) {
            CompletableFuture<@Nullable Void> awaited = switch (work) {
                case ShardWork.Release release -> release.done();
                case ShardWork.Settle settle -> settle.done();
                default -> null;
            };
            if (awaited != null) {
                awaited.completeExceptionally(new ProducerFencedException("the writer " + id + " was stopped"));
            }
        }
    }

    /** Takes all that waits, up to a transaction's bounds; false if that was the last. */
    private boolean take(List<ShardWork> batch) throws InterruptedException {
        long bytes = 0;
        ShardWork next = parked.isEmpty()
                ? queue.take()
                : queue.poll(parked.untilDue(System.nanoTime()), TimeUnit.NANOSECONDS);
        awaitTurn();
        batch.addAll(parked.due(System.nanoTime()));
        while (next != null) {
            if (next instanceof ShardWork.End) {
                return false;
            }
            if (!(next instanceof ShardWork.OfShard of) || !of.writer().isReleased()) {
                bytes += next instanceof ShardWork.Data data ? data.bytes() : 0;
                batch.add(next);
            }
            if (next instanceof ShardWork.Release release) {
                release.writer().onReleased();
                parked.forget(release.writer());
            }
            boolean full = bytes >= settings.batchBytes() || batch.size() >= MAX_BATCH_RECORDS;
            next = full ? null : queue.poll();
        }
        return true;
    }

    private void awaitTurn() throws InterruptedException {
        long left = settings.pause().toNanos() - (System.nanoTime() - lastEnd);
        if (left > 0) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
    }

    private void commit(List<ShardWork> batch) throws InterruptedException {
        List<ShardWork> rest = batch;
        for (int attempt = 0;; attempt++) {
            parked.takeFrom(rest);
            rest.removeIf(work -> !work.isWanted() || isRefused(work));
            ShardTransaction transaction = new ShardTransaction(settings, producer, rest);
            if (transaction.isEmpty()) {
                answers.execute(transaction::answer);
                return;
            }
            if (settings.confirmBeforeCommit()) {
                answers.execute(transaction::answer);
            }
            long began = System.nanoTime();
            try {
                transaction.commit(() -> closed);
                settings.counters().onCommitted(System.nanoTime() - began);
                timesLate.keySet().removeIf(transaction::isFor);
                if (!settings.confirmBeforeCommit()) {
                    answers.execute(transaction::answer);
                }
                return;
            } catch (KafkaException e) {
                settings.counters().onFailed();
                abort(e);
                refuse(rest, transaction, e);
                Thread.sleep(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, 10)));
            }
        }
    }

    /** Throws if Kafka does not let this producer go on, whatever the reason. */
    private void abort(KafkaException cause) {
        while (!closed) {
            try {
                producer.abortTransaction();
                return;
            } catch (TimeoutException e) {
                LOG.warn("{}: Kafka does not answer; trying again", id);
            } catch (KafkaException | IllegalStateException e) {
                cause.addSuppressed(e);
                throw cause;
            }
        }
        throw cause;
    }

    private boolean isRefused(ShardWork work) {
        return work instanceof ShardWork.Data data && refused.contains(data.source());
    }

    private void refuse(List<ShardWork> rest, ShardTransaction transaction, KafkaException cause) {
        ShardTransaction.Refusal refusal = transaction.refusal();
        if (refusal == null) {
            LOG.warn("{}: a transaction failed and is tried again: {}, {}", id, cause,
                    String.valueOf(cause.getCause()));
            transaction.lateTopics().forEach(this::giveUpIfAtFault);
            String topic = transaction.slowTopic();
            if (topic != null) {
                LOG.warn("{}: topic {} takes no messages; others go on", id, topic);
                parked.park(topic, System.nanoTime());
            }
            return;
        }
        switch (refusal.work()) {
            case ShardWork.Data data -> {
                refused.add(data.source());
                answers.execute(() -> data.source().onRefused(data.sequence(), refusal.cause()));
            }
            case ShardWork.Put put -> drop(rest, put, put.done(), refusal.cause());
            case ShardWork.Forget forget -> drop(rest, forget, forget.done(), refusal.cause());
            case ShardWork.Release release -> drop(rest, release, release.done(), refusal.cause());
        }
    }

    /**
     * A producer may come into a state in which a partition never takes its batches again, and goes on with those of others,
     * after brokers were lost in the middle of its transactions. What another gateway would do is done here: shards are
     * lost and taken over again with a new producer.
     */
    private void giveUpIfAtFault(String lateTopic) {
        if (timesLate.merge(lateTopic, 1, Integer::sum) >= MAX_TIMES_LATE
                && settings.topicWritable().test(lateTopic)) {
            throw new KafkaException("topic " + lateTopic + " can be written, and took nothing from this producer "
                    + timesLate.get(lateTopic) + " times in a row");
        }
    }

    private void drop(
            List<ShardWork> rest, ShardWork refusedWork, CompletableFuture<@Nullable Void> done, Throwable cause) {
        rest.remove(refusedWork);
        answers.execute(() -> done.completeExceptionally(cause));
    }

    /** Commits what was given before, and closes. Blocks. */
    public void close(Duration patience) {
        queue.add(new ShardWork.End());
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed = true;
        producer.close(Duration.ZERO);
        queue.add(new ShardWork.End());
    }
}
