package io.sluice.gateway.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one shard while it is this gateway's, in the transactions of a {@link TransactionalWriter} and in the order in
 * which it is given work. Nothing is confirmed before its commit. Callable from any thread; never blocks unless said
 * otherwise. Who gives work bounds how much of it waits.
 */
public final class ShardWriter {
    private static final Logger LOG = LoggerFactory.getLogger(ShardWriter.class);

    private final TransactionalWriter transactions;
    private final int shard;
    private final Consumer<Throwable> onLost;
    private volatile boolean abandoned;
    private boolean released;

    ShardWriter(TransactionalWriter transactions, int shard, Consumer<Throwable> onLost) {
        this.transactions = transactions;
        this.shard = shard;
        this.onLost = onLost;
    }

    /** Stores a session; completes once that is committed, or exceptionally with what prevents it for good. */
    public CompletableFuture<@Nullable Void> put(SessionRecord session) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        transactions.add(new ShardWork.Put(this, session, done));
        return done;
    }

    /** Removes what is stored under these keys; completes once that is committed. */
    public CompletableFuture<@Nullable Void> forget(List<byte[]> keys) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        transactions.add(new ShardWork.Forget(this, List.copyOf(keys), done));
        return done;
    }

    /** Writes a message and, in the same transaction, its number as the source's progress. */
    public void write(ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes) {
        transactions.add(new ShardWork.Data(this, source, sequence, record, bytes));
    }

    /** Commits what was given before, then gives the shard back and takes no more. Blocks. */
    public void finish(Duration patience) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        transactions.add(new ShardWork.Release(this, done));
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Shard {} was not given back: the next owner stops its writer. {}", shard, e.toString());
        }
        abandon();
    }

    /**
     * Stops at once: the shard is another's. What was not answered is not confirmed to anyone; what is under way may
     * still be committed, until the next owner stops the {@link TransactionalWriter}.
     */
    public void abandon() {
        abandoned = true;
        transactions.remove(this);
    }

    boolean isAbandoned() { return abandoned; }

    /** What is given from now on is not written. On the thread of the {@link TransactionalWriter}. */
    void onReleased() {
        released = true;
    }

    boolean isReleased() { return released; }

    int shard() {
        return shard;
    }

    void onLost(Throwable cause) {
        if (!abandoned) {
            onLost.accept(cause);
        }
    }
}
