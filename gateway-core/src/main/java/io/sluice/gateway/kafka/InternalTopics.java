package io.sluice.gateway.kafka;

import io.sluice.gateway.config.GatewayConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics that the gateways of one cluster keep for themselves, and what else is named after the cluster.
 *
 * @param cluster {@code sluice.cluster.name}
 */
public record InternalTopics(String cluster) {
    private static final int SEQUENCE_PARTITIONS = 4;
    private static final long SEQUENCE_RETENTION_MILLIS = TimeUnit.DAYS.toMillis(2);
    private static final long PEER_RETENTION_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final int CONTENT_SEGMENT_BYTES = 256 * 1024 * 1024;
    private static final long PATIENCE_SECONDS = 15;

    /** Session records, compacted; a partition is a shard. */
    public String sessions() {
        return cluster + ".sessions";
    }

    /** Generated numbers. */
    public String sequences() {
        return cluster + ".sequences";
    }

    /** Signs of life of the gateways, in one partition. */
    public String peers() {
        return cluster + ".peers";
    }

    /** What the library holds: one partition, compacted, in whose order all gateways read it. */
    public String library() {
        return cluster + ".library";
    }

    /** The chunks of the library's files, compacted: a removed one leaves nothing. */
    public String libraryContent() {
        return cluster + ".library.content";
    }

    /** The newest command for each renderer and its last state, compacted, in one partition: its order is theirs. */
    public String control() {
        return cluster + ".control";
    }

    /** What operators did, in one partition. */
    public String audit() {
        return cluster + ".audit";
    }

    /** Data points, in one partition, in whose order all gateways read it. */
    public String points() {
        return cluster + ".points";
    }

    /** Addresses that are banned, compacted, in one partition, in whose order all gateways read it. */
    public String bans() {
        return cluster + ".bans";
    }

    /** True for a topic that only gateways use. */
    public boolean isInternal(String topic) {
        return List.of(sessions(), sequences(), peers(), library(), libraryContent(), control(), points(), bans(),
                audit()).contains(topic);
    }

    /** The consumer group of the gateways over the shards. */
    public String group() {
        return cluster + "-gateways";
    }

    /** The transactional id by which a shard is claimed: of several who try, the last to initialise it goes on. */
    public String claimId(int shard) {
        return cluster + "-shard-" + shard;
    }

    /**
     * The transactional id of a writer.
     *
     * @param gateway its id
     * @param unique never the same again: a writer that was stopped does not come back
     */
    public String writerId(String gateway, String unique) {
        return cluster + "-gateway-" + gateway + "-" + unique;
    }

    /**
     * Creates the topics that do not exist. Blocks.
     *
     * @throws ExecutionException if Kafka refuses
     * @throws TimeoutException if Kafka does not answer
     */
    public void ensure(Admin admin, GatewayConfig config)
            throws InterruptedException, ExecutionException, TimeoutException {
        Optional<Short> replication = config.replicationFactor() < 0
                ? Optional.empty()
                : Optional.of(config.replicationFactor());
        List<NewTopic> wanted = List.of(
                new NewTopic(sessions(), Optional.of(config.sessionPartitions()), replication)
                        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
                new NewTopic(sequences(), Optional.of(SEQUENCE_PARTITIONS), replication)
                        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(SEQUENCE_RETENTION_MILLIS))),
                new NewTopic(library(), Optional.of(1), replication)
                        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
                new NewTopic(libraryContent(), Optional.of(config.library().partitions()), replication)
                        .configs(Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
                                // Space of removed files comes back once the segments that hold them are closed.
                                TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(CONTENT_SEGMENT_BYTES),
                                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(TimeUnit.HOURS.toMillis(1)),
                                TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(TimeUnit.HOURS.toMillis(1)),
                                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1")),
                new NewTopic(control(), Optional.of(1), replication)
                        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
                new NewTopic(bans(), Optional.of(1), replication)
                        .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
                new NewTopic(audit(), Optional.of(1), replication)
                        .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(config.auditRetention().toMillis()))),
                new NewTopic(points(), Optional.of(1), replication)
                        .configs(Map.of(
                                // Each record has some points of its series: none may go for a newer one.
                                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                                TopicConfig.RETENTION_MS_CONFIG, "-1",
                                TopicConfig.RETENTION_BYTES_CONFIG, "-1")),
                new NewTopic(peers(), Optional.of(1), replication)
                        .configs(Map.of(
                                TopicConfig.RETENTION_MS_CONFIG, Long.toString(PEER_RETENTION_MILLIS),
                                // One clock, the broker's, for the signs of all gateways.
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")));
        Set<String> existing = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<NewTopic> missing = new ArrayList<>(wanted);
        missing.removeIf(topic -> existing.contains(topic.name()));
        for (NewTopic topic : missing) {
            try {
                admin.createTopics(List.of(topic)).all().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                // Another gateway may have been quicker.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }
}
