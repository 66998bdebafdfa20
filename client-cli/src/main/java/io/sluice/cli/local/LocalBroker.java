package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/**
 * A one-node Kafka in a JVM of its own. Its data stays in its folder, over stops and kills.
 *
 * <pre>{@code
 * LocalBroker broker = new LocalBroker(Installation.find(), new BrokerSettings(folder, 9092));
 * broker.start();
 * broker.awaitReady(Duration.ofSeconds(60), Waiting.SILENT);
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class LocalBroker implements AutoCloseable {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(20);
    private static final String CLASS_PATH_SUFFIX = "/*";

    private final Installation installation;
    private final BrokerSettings settings;
    private final LocalProcess process;

    /** Describes a broker; nothing is started. */
    public LocalBroker(Installation installation, BrokerSettings settings) {
        this.installation = installation;
        this.settings = settings;
        this.process = new LocalProcess("kafka", settings.folder());
    }

    /** Where it lives. */
    public BrokerSettings settings() {
        return settings;
    }

    /** What it prints. */
    public Path log() {
        return process.log();
    }

    /** Its process number while it runs. */
    public Optional<Long> pid() throws CliException {
        return process.find().map(ProcessHandle::pid);
    }

    /**
     * Starts it and returns at once. Formats its storage the first time.
     *
     * @throws CliException if it runs already or a port is taken
     */
    public void start() throws CliException, InterruptedException {
        if (pid().isEmpty()) {
            requireFreePorts();
            prepare();
        }
        process.start(List.of(installation.java().toString(), "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC",
                "-Djava.awt.headless=true", logging(), "-cp", classPath(), "kafka.Kafka",
                serverProperties().toString()), Map.of());
    }

    /** Fails, saying what to do, if a port is taken. */
    void requireFreePorts() throws CliException {
        Ports.requireFreeTcp(settings.port(), "Kafka", "--kafka-port");
        Ports.requireFreeTcp(settings.controllerPort(), "Kafka's controller", "--kafka-port");
    }

    private void prepare() throws CliException, InterruptedException {
        try {
            Files.createDirectories(settings.folder());
            String template = Files
                    .readString(installation.kafkaConfiguration().resolve("server.properties"));
            Files.writeString(serverProperties(), template
                    .replace("${kafka.port}", Integer.toString(settings.port()))
                    .replace("${controller.port}", Integer.toString(settings.controllerPort()))
                    .replace("${data.folder}", data().toString()));
            if (!Files.exists(data().resolve("meta.properties"))) {
                format();
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "Kafka's folder " + settings.folder() + " cannot be prepared: " + e.getMessage(),
                    "Check that it can be written to and the disk is not full.", e);
        }
    }

    private void format() throws IOException, CliException, InterruptedException {
        Path formatLog = settings.folder().resolve("format.log");
        int status = new ProcessBuilder(installation.java().toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
                logging(), "-cp", classPath(), "kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(),
                "-c", serverProperties().toString()).redirectErrorStream(true).redirectOutput(formatLog.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new CliException(ExitCode.FAILURE, "Kafka's storage in " + data() + " cannot be formatted",
                    "See " + formatLog + ".");
        }
    }

    private Path data() {
        return settings.folder().toAbsolutePath().resolve("data");
    }

    private Path serverProperties() {
        return settings.folder().toAbsolutePath().resolve("server.properties");
    }

    private String logging() {
        return "-Dlog4j2.configurationFile=" + installation.kafkaConfiguration().resolve("log4j2.properties");
    }

    private String classPath() {
        return installation.kafkaJars() + CLASS_PATH_SUFFIX;
    }

    /**
     * Waits until clients are served.
     *
     * @throws CliException if it ends before, or {@code patience} runs out
     */
    public void awaitReady(Duration patience, Waiting waiting) throws CliException, InterruptedException {
        try (KafkaProbe probe = new KafkaProbe(settings.bootstrapServers())) {
            process.awaitReady(probe::missing, patience, waiting);
        }
    }

    /** Ends it cleanly. Returns whether it ran. */
    public boolean stop() throws CliException, InterruptedException {
        return process.stop(PATIENCE_TO_STOP);
    }

    /** Ends it on the spot, as a power cut would (SIGKILL). Returns whether it ran. */
    public boolean kill() throws CliException, InterruptedException {
        return process.kill();
    }

    /** Freezes it (SIGSTOP) until {@link #thaw()}. */
    public void freeze() throws CliException, InterruptedException {
        process.signal("STOP");
    }

    /** Lets it go on (SIGCONT). */
    public void thaw() throws CliException, InterruptedException {
        process.signal("CONT");
    }

    /** Kills it: for tests, whose data nobody needs afterwards. */
    @Override
    public void close() throws CliException {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
