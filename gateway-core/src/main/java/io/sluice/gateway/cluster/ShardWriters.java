package io.sluice.gateway.cluster;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.store.TransactionalWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writers among which this gateway's shards are divided, and how the writers of others are stopped. Safe for threads;
 * blocks.
 */
final class ShardWriters {
    private static final Logger LOG = LoggerFactory.getLogger(ShardWriters.class);
    private static final Duration SETTLE_PATIENCE = Duration.ofSeconds(10);

    private final GatewayConfig config;
    private final KafkaClients clients;
    private final InternalTopics topics;
    private final TransactionalWriter.Settings settings;
    private final Executor answers;
    private final ThreadFactory threads;
    private final @Nullable TransactionalWriter[] writers;
    /** Ids that are never used again once they were initialised here. */
    private final Set<String> stopped = new HashSet<>();

    ShardWriters(
            GatewayConfig config,
            KafkaClients clients,
            InternalTopics topics,
            TransactionalWriter.Settings settings,
            Executor answers,
            ThreadFactory threads) {
        this.config = config;
        this.clients = clients;
        this.topics = topics;
        this.settings = settings;
        this.answers = answers;
        this.threads = threads;
        this.writers = new TransactionalWriter[config.transactionalWriters()];
    }

    /**
     * The writer of a shard; begun if there is none, or Kafka has stopped it.
     *
     * @throws KafkaException if Kafka does not answer
     */
    synchronized TransactionalWriter of(int shard) {
        int index = shard % writers.length;
        TransactionalWriter known = writers[index];
        if (known != null && !known.isOver()) {
            return known;
        }
        String id = topics.writerId(config.gatewayId(), UUID.randomUUID().toString());
        TransactionalWriter begun = new TransactionalWriter(id, settings, initialised(id), answers, threads);
        writers[index] = begun;
        return begun;
    }

    /**
     * Sees to it that what a writer was given for a shard which it has no more is in Kafka or never will be.
     *
     * @throws KafkaException if that is not certain; it may be tried again
     */
    void stop(String id) {
        TransactionalWriter own = own(id);
        if (own != null) {
            settle(own);
        } else {
            stopOther(id);
        }
    }

    private synchronized @Nullable TransactionalWriter own(String id) {
        return Arrays.stream(writers).filter(Objects::nonNull)
                .filter(each -> each.id().equals(id) && !each.isOver())
                .findFirst().orElse(null);
    }

    private static void settle(TransactionalWriter own) {
        try {
            own.settle().get(SETTLE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("what was written before is not settled", e);
        }
    }

    private synchronized void stopOther(String id) {
        if (stopped.contains(id)) {
            return;
        }
        LOG.info("The writer {} did not give its shards back and is stopped", id);
        initialised(id).close(Duration.ZERO);
        stopped.add(id);
    }

    private Producer<byte[], byte[]> initialised(String id) {
        Producer<byte[], byte[]> producer = clients.transactionalProducer(id,
                Math.toIntExact(config.transactionTimeout().toMillis()));
        try {
            producer.initTransactions();
            return producer;
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Ends all writers; each commits what it was given before. */
    synchronized void close(Duration patience) {
        for (TransactionalWriter each : writers) {
            if (each != null) {
                each.close(patience);
            }
        }
    }
}
