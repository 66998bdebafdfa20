package io.sluice.gateway.cluster;

import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.kafka.KafkaClients;
import io.sluice.gateway.store.CommitCounters;
import io.sluice.gateway.store.SessionCodec;
import io.sluice.gateway.store.ShardEvents;
import io.sluice.gateway.store.TransactionalWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over the shards that the group gives this gateway and hands over those that it takes away. Taking over is: claim
 * the shard by its own transactional id, by which Kafka stops whoever tries to claim it too; stop the writer that did not
 * give it back; read the shard to its end; write down who writes it now.
 */
public final class ShardOwnership implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShardOwnership.class);
    private static final int READERS = 4;
    private static final Duration FINISH_PATIENCE = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final ExecutorService readers;
    private final GroupMember member;
    private final ShardWriters writers;
    private final Map<Integer, Takeover> takeovers = new ConcurrentHashMap<>();

    /**
     * What taking over needs.
     *
     * @param loop runs tasks on the event loop's thread
     * @param admin stays the caller's
     */
    public record Surroundings(
            GatewayConfig config,
            KafkaClients clients,
            InternalTopics topics,
            SessionCodec codec,
            Admin admin,
            Predicate<String> topicGone,
            Predicate<String> topicWritable,
            Executor loop,
            ShardEvents events,
            CommitCounters counters,
            ThreadFactory threads) {
        private ShardWriters writers() {
            TransactionalWriter.Settings settings = new TransactionalWriter.Settings(topics, codec,
                    config.batchBytes(), config.transactionPause(), topicGone, topicWritable,
                    config.confirmBeforeCommit(),
                    counters);
            return new ShardWriters(config, clients, topics, settings, loop, threads);
        }
    }

    public ShardOwnership(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.writers = surroundings.writers();
        this.readers = Executors.newFixedThreadPool(READERS, surroundings.threads());
        this.member = new GroupMember(surroundings.clients(), surroundings.topics(),
                surroundings.config().gatewayId(), surroundings.admin(), new Changes(), surroundings.threads());
    }

    /** Joins the group. */
    public void start() {
        member.start();
    }

    /** The shards that the group gave this gateway, served or being taken over. From any thread. */
    public int count() {
        return takeovers.size();
    }

    /** Ends the membership of a gateway that has fallen silent; does not wait for it. */
    public void evict(String gateway) {
        LOG.warn("{} has fallen silent: its shards go to other gateways", gateway);
        surroundings.threads().newThread(() -> {
            try {
                GroupMember.remove(surroundings.admin(), surroundings.topics(), gateway);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }).start();
    }

    private void begin(int shard) {
        Takeover takeover = new Takeover(surroundings, writers, shard, this::onLost);
        takeovers.put(shard, takeover);
        readers.execute(takeover::run);
    }

    /** Kafka stopped the writer of a shard. If the group has not said so yet it is a matter of a moment. */
    private void onLost(Takeover takeover) {
        if (takeovers.get(takeover.shard()) == takeover) {
            takeover.cancel();
            surroundings.events().onLost(takeover.shard());
        }
    }

    private final class Changes implements GroupMember.Assignments {
        @Override
        public void onAssigned(List<Integer> shards) {
            if (!shards.isEmpty()) {
                LOG.info("Shards {} are this gateway's to serve", shards);
                shards.forEach(ShardOwnership.this::begin);
            }
        }

        @Override
        public void onRevoked(List<Integer> shards) {
            if (shards.isEmpty()) {
                return;
            }
            LOG.info("Shards {} go to another gateway", shards);
            CompletableFuture<Void> released = new CompletableFuture<>();
            List<Takeover> ending = take(shards);
            ending.forEach(Takeover::cancelUnlessServed);
            surroundings.loop().execute(() -> {
                shards.forEach(surroundings.events()::onReleasing);
                released.complete(null);
            });
            try {
                released.get(FINISH_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("The sessions of shards {} were not put down in time", shards, e);
            }
            ending.parallelStream().forEach(takeover -> takeover.finish(FINISH_PATIENCE));
        }

        @Override
        public void onLost(List<Integer> shards) {
            if (!shards.isEmpty()) {
                LOG.warn("Shards {} were lost to another gateway", shards);
                take(shards).forEach(Takeover::cancel);
                surroundings.loop().execute(() -> shards.forEach(surroundings.events()::onLost));
            }
        }

        private List<Takeover> take(List<Integer> shards) {
            List<Takeover> taken = new ArrayList<>();
            for (int shard : shards) {
                Takeover takeover = takeovers.remove(shard);
                if (takeover != null) {
                    taken.add(takeover);
                }
            }
            return taken;
        }

        /** What Kafka stopped although the group says that it is this gateway's is taken over once more. */
        @Override
        public void onTurn() {
            for (Takeover takeover : takeovers.values()) {
                if (takeover.isOver()) {
                    LOG.info("Shard {} is taken over once more", takeover.shard());
                    begin(takeover.shard());
                }
            }
        }
    }

    /** Leaves the group and hands every shard over. Blocks. */
    @Override
    public void close() {
        member.close();
        takeovers.values().forEach(Takeover::cancel);
        readers.shutdownNow();
        writers.close(FINISH_PATIENCE);
    }
}
