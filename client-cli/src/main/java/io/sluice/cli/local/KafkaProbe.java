package io.sluice.cli.local;

import io.sluice.cli.output.LibraryLogs;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Asks a Kafka cluster whether it answers. */
final class KafkaProbe implements AutoCloseable {
    private static final int ANSWER_MILLIS = 1_000;

    private final String bootstrapServers;
    private final Admin admin;

    KafkaProbe(String bootstrapServers) {
        LibraryLogs.quiet();
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50, AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS));
    }

    /** Empty once the cluster answers. Waits about a second at most. */
    Optional<String> missing() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Optional.of("no answer from Kafka at " + bootstrapServers);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
