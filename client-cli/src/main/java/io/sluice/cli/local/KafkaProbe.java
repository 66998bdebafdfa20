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

    /** For who asks once: the first question of a process takes long. */
    static final int PATIENT_MILLIS = 8_000;

    private final String bootstrapServers;
    private final int answerMillis;
    private final Admin admin;

    /** For who asks again. Does not connect yet. */
    KafkaProbe(String bootstrapServers) throws CliException {
        this(bootstrapServers, ANSWER_MILLIS);
    }

    /**
     * Does not connect yet.
     *
     * @param answerMillis how long to wait for an answer
     * @throws CliException if the addresses are not understood or cannot be resolved
     */
    KafkaProbe(String bootstrapServers, int answerMillis) throws CliException {
        LibraryLogs.quiet();
        this.bootstrapServers = bootstrapServers;
        this.answerMillis = answerMillis;
        this.admin = admin(bootstrapServers, answerMillis);
    }

    private static Admin admin(String bootstrapServers, int answerMillis) throws CliException {
        Map<String, Object> config = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 50, AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                200,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, answerMillis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, answerMillis);
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

    /** Empty once the cluster answers. Waits a little longer than an answer may take. */
    Optional<String> missing() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(2L * answerMillis, TimeUnit.MILLISECONDS);
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
