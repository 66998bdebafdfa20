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

/** The topics that the gateway keeps for itself. */
public final class InternalTopics {
    /** Session records, compacted. */
    public static final String SESSIONS = "sluice.sessions";

    /** Generated numbers. */
    public static final String SEQUENCES = "sluice.sequences";

    private static final int SEQUENCE_PARTITIONS = 4;
    private static final long SEQUENCE_RETENTION_MILLIS = TimeUnit.DAYS.toMillis(2);
    private static final long PATIENCE_SECONDS = 15;

    private InternalTopics() {}

    /**
     * Creates the topics that do not exist. Blocks.
     *
     * @throws ExecutionException if Kafka refuses
     * @throws TimeoutException if Kafka does not answer
     */
    public static void ensure(Admin admin, GatewayConfig config)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> existing = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        List<NewTopic> missing = new ArrayList<>();
        Optional<Short> replication = config.replicationFactor() < 0
                ? Optional.empty()
                : Optional.of(config.replicationFactor());
        if (!existing.contains(SESSIONS)) {
            missing.add(new NewTopic(SESSIONS, Optional.of(config.sessionPartitions()), replication)
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        }
        if (!existing.contains(SEQUENCES)) {
            missing.add(new NewTopic(SEQUENCES, Optional.of(SEQUENCE_PARTITIONS), replication)
                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(SEQUENCE_RETENTION_MILLIS))));
        }
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
