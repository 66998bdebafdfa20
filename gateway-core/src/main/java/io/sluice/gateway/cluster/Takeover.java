package io.sluice.gateway.cluster;

import io.sluice.gateway.cluster.ShardOwnership.Surroundings;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardContents;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardReader;
import io.sluice.gateway.store.ShardWriter;
import io.sluice.gateway.store.TransactionalWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One shard from the moment the group gives it to this gateway until it goes. */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final long RETRY_PAUSE_MILLIS = 200;
    private static final int MAX_RECORDS = 5000;

    private final Surroundings surroundings;
    private final ShardWriters writers;
    private final int shard;
    private final Consumer<Takeover> onLost;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean running;
    private volatile boolean cancelled;
    private @Nullable ShardWriter writer;

    /**
     * @param onLost told on the event loop's thread if Kafka stops this gateway's writer
     */
    Takeover(Surroundings surroundings, ShardWriters writers, int shard, Consumer<Takeover> onLost) {
        this.surroundings = surroundings;
        this.writers = writers;
        this.shard = shard;
        this.onLost = onLost;
    }

    int shard() {
        return shard;
    }

    /** True if it was begun and is of no use any more. */
    boolean isOver() { return cancelled; }

    /** Takes the shard over, for as long as that takes. On a reader's thread. */
    void run() {
        try {
            retrying();
        } finally {
            ended.countDown();
        }
    }

    private void retrying() {
        running = true;
        while (!cancelled) {
            try {
                tryOnce();
                return;
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                LOG.warn("Shard {} cannot be taken over now: {}", shard, e.toString());
                try {
                    Thread.sleep(RETRY_PAUSE_MILLIS);
                } catch (InterruptedException stop) {
                    return;
                }
            }
        }
    }

    private void tryOnce() {
        long began = System.nanoTime();
        Producer<byte[], byte[]> claimant = surroundings.clients().transactionalProducer(
                surroundings.topics().claimId(shard),
                Math.toIntExact(surroundings.config().transactionTimeout().toMillis()));
        boolean claimed = false;
        boolean handedOver = false;
        try {
            claimant.initTransactions();
            ShardContents contents = read();
            List<SessionRecord> sessions = contents.takeSessions();
            TransactionalWriter transactions = writers.of(shard);
            claimed = true;
            claim(claimant, transactions.id().getBytes(StandardCharsets.UTF_8));
            handedOver = serve(transactions, contents, sessions);
            if (handedOver) {
                LOG.info("Shard {} with {} sessions is served, {} ms after it was given", shard, sessions.size(),
                        (System.nanoTime() - began) / 1_000_000);
            }
        } finally {
            if (claimed && !handedOver) {
                unclaim(claimant);
            }
            claimant.close(Duration.ZERO);
        }
    }

    private ShardContents read() {
        try (var consumer = surroundings.clients().consumer("sluice-shard-" + shard, MAX_RECORDS)) {
            ShardReader reader = new ShardReader(consumer,
                    new TopicPartition(surroundings.topics().sessions(), shard), surroundings.codec(),
                    () -> cancelled);
            String before = reader.readToEnd().claim();
            if (before != null) {
                writers.stop(before);
            }
            return reader.readToEnd();
        }
    }

    private void claim(Producer<byte[], byte[]> claimant, byte @Nullable [] writerId) {
        claimant.beginTransaction();
        // A failure makes the commit fail.
        var _ = claimant.send(new ProducerRecord<>(surroundings.topics().sessions(), shard, ShardKeys.claim(),
                writerId));
        claimant.commitTransaction();
    }

    /** Otherwise the next owner would stop a writer that has not written the shard. */
    private void unclaim(Producer<byte[], byte[]> claimant) {
        try {
            claim(claimant, null);
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("Shard {} stays claimed", shard, e);
        }
    }

    private synchronized boolean serve(
            TransactionalWriter transactions, ShardContents contents, List<SessionRecord> sessions) {
        if (cancelled) {
            return false;
        }
        ShardWriter begun = transactions.begin(shard, cause -> onLost.accept(this));
        writer = begun;
        List<byte[]> orphans = contents.takeOrphans();
        if (!orphans.isEmpty()) {
            var _ = begun.forget(orphans);
        }
        surroundings.loop().execute(() -> {
            if (!cancelled) {
                surroundings.events().onServed(shard, begun, sessions);
            }
        });
        return true;
    }

    /** What is not served yet will not be. */
    synchronized void cancelUnlessServed() {
        if (writer == null) {
            cancelled = true;
        }
    }

    /** Commits what was given before, and ends. Blocks. */
    void finish(Duration patience) {
        ShardWriter begun;
        synchronized (this) {
            cancelled = true;
            begun = writer;
        }
        if (begun != null) {
            begun.finish(patience);
        } else if (running) {
            awaitEnd(patience);
        }
    }

    /** One that claims the shard only now would stop the next owner's claim. */
    private void awaitEnd(Duration patience) {
        try {
            if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Shard {} was still being taken over when it went", shard);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends at once. */
    void cancel() {
        ShardWriter begun;
        synchronized (this) {
            cancelled = true;
            begun = writer;
        }
        if (begun != null) {
            begun.abandon();
        }
    }
}
