package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
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

    /**
     * Does not connect yet.
     *
     * @throws CliException if the addresses are not understood or cannot be resolved
     */
    KafkaProbe(String bootstrapServers) throws CliException {
        LibraryLogs.quiet();
        this.bootstrapServers = bootstrapServers;
        this.admin = admin(bootstrapServers);
    }

    private static Admin admin(String bootstrapServers) throws CliException {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50, AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            throw refused(bootstrapServers, e);
        }
    }

    private static CliException refused(String bootstrapServers, KafkaException failure) {
        String message = String.valueOf(failure.getCause() == null ? failure : failure.getCause().getMessage());
        return message.contains("No resolvable bootstrap urls")
                ? new CliException(ExitCode.UNREACHABLE,
                        "Kafka cannot be reached at " + bootstrapServers + ": the name cannot be resolved",
                        "Check the name, or give an address: --kafka HOST:PORT.", failure)
                : new CliException(ExitCode.USAGE, "'" + bootstrapServers + "' is no list of Kafka brokers",
                        "Write --kafka HOST:PORT, several separated by commas.", failure);
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
