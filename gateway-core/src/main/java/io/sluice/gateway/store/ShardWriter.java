package io.sluice.gateway.store;

import io.sluice.gateway.kafka.InternalTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a shard: what clients publish, how far they have come and what becomes of sessions goes to Kafka
 * in one transaction after the other, each with all that came up during the one before. Nothing is confirmed before its
 * commit. Kafka itself stops a writer whose shard was taken over.
 *
 * <p>Given work on any thread, never blocking; works on a thread of its own; answers through the executor given. Who
 * gives work bounds how much of it waits.
 */
public final class ShardWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ShardWriter.class);
    private static final int MAX_BATCH_RECORDS = 10_000;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final Settings settings;
    private final Producer<byte[], byte[]> producer;
    private final Executor answers;
    private final Consumer<Throwable> onLost;
    private final BlockingQueue<ShardWork> queue = new LinkedBlockingQueue<>();
    private final Set<ShardSource> refused = Collections.newSetFromMap(new WeakHashMap<>());
    private final Thread thread;
    private volatile boolean abandoned;

    /**
     * What a writer is told.
     *
     * @param shard its number
     * @param batchBytes bytes of messages that a transaction takes at most, unless a single one is larger
     * @param topicGone whether a topic surely does not exist; may block
     * @param confirmBeforeCommit answers too early, for a test of the tests
     * @param counters told of every transaction
     */
    public record Settings(
            InternalTopics topics,
            int shard,
            SessionCodec codec,
            int batchBytes,
            Predicate<String> topicGone,
            boolean confirmBeforeCommit,
            CommitCounters counters) {}

    /**
     * Begins to work.
     *
     * @param producer with initialised transactions; closed by this object
     * @param onLost told once, through {@code answers}, if Kafka lets this writer write no more
     */
    public ShardWriter(
            Settings settings,
            Producer<byte[], byte[]> producer,
            Executor answers,
            Consumer<Throwable> onLost,
            ThreadFactory threads) {
        this.settings = settings;
        this.producer = producer;
        this.answers = answers;
        this.onLost = onLost;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Stores a session; completes once that is committed, or exceptionally with what prevents it for good. */
    public CompletableFuture<@Nullable Void> put(SessionRecord session) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        queue.add(new ShardWork.Put(session, done));
        return done;
    }

    /** Removes what is stored under these keys; completes once that is committed. */
    public CompletableFuture<@Nullable Void> forget(List<byte[]> keys) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        queue.add(new ShardWork.Forget(List.copyOf(keys), done));
        return done;
    }

    /** Writes a message and, in the same transaction, its number as the source's progress. */
    public void write(ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes) {
        queue.add(new ShardWork.Data(source, sequence, record, bytes));
    }

    private void run() {
        try {
            boolean goesOn = true;
            while (goesOn && !abandoned) {
                List<ShardWork> batch = new ArrayList<>();
                goesOn = take(batch);
                if (!batch.isEmpty()) {
                    commit(batch);
                }
            }
        } catch (InterruptedException | KafkaException | IllegalStateException e) {
            if (!abandoned) {
                LOG.warn("Shard {} can no longer be written: {}", settings.shard(), e.toString());
                answers.execute(() -> onLost.accept(e));
            }
        }
    }

    /** Takes all that waits, up to a transaction's bounds; false if that was the last. */
    private boolean take(List<ShardWork> batch) throws InterruptedException {
        long bytes = 0;
        ShardWork next = queue.take();
        while (next != null) {
            switch (next) {
                case ShardWork.End() -> {
                    return false;
                }
                case ShardWork.Data data -> bytes += data.bytes();
                case ShardWork.Put ignored -> {
                }
                case ShardWork.Forget ignored -> {
                }
            }
            batch.add(next);
            boolean full = bytes >= settings.batchBytes() || batch.size() >= MAX_BATCH_RECORDS;
            next = full ? null : queue.poll();
        }
        return true;
    }

    private void commit(List<ShardWork> batch) throws InterruptedException {
        List<ShardWork> rest = batch;
        for (int attempt = 0;; attempt++) {
            rest.removeIf(this::isRefused);
            if (rest.isEmpty()) {
                return;
            }
            ShardTransaction transaction = new ShardTransaction(settings, producer, rest);
            if (settings.confirmBeforeCommit()) {
                answers.execute(transaction::answer);
            }
            long began = System.nanoTime();
            try {
                transaction.commit(() -> abandoned);
                settings.counters().onCommitted(System.nanoTime() - began);
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
        while (!abandoned) {
            try {
                producer.abortTransaction();
                return;
            } catch (TimeoutException e) {
                LOG.warn("Shard {}: Kafka does not answer; trying again", settings.shard());
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
            LOG.warn("Shard {}: a transaction failed and is tried again: {}", settings.shard(), cause.toString());
            return;
        }
        switch (refusal.work()) {
            case ShardWork.Data data -> {
                refused.add(data.source());
                answers.execute(() -> data.source().onRefused(data.sequence(), refusal.cause()));
            }
            case ShardWork.Put put -> {
                rest.remove(put);
                answers.execute(() -> put.done().completeExceptionally(refusal.cause()));
            }
            case ShardWork.Forget forget -> {
                rest.remove(forget);
                answers.execute(() -> forget.done().completeExceptionally(refusal.cause()));
            }
            case ShardWork.End() -> throw new IllegalStateException("an end cannot be refused");
        }
    }

    /** Commits what was given before, takes no more, and closes. Blocks. */
    public void finish(Duration patience) {
        queue.add(new ShardWork.End());
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    /** Stops at once: the shard is another's. What was not answered is not confirmed to anyone. Callable anywhere. */
    public void abandon() {
        abandoned = true;
        producer.close(Duration.ZERO);
        queue.add(new ShardWork.End());
    }
}
