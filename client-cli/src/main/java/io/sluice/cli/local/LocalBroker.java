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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A node of a Kafka cluster, broker and controller, in a JVM of its own. Its data stays in its folder, over stops and kills.
 *
 * <pre>{@code
 * LocalBroker broker = new LocalBroker(Installation.find(), new BrokerSettings(folder, 9092));
 * broker.start();
 * broker.awaitReady(Duration.ofSeconds(60), Waiting.SILENT);
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class LocalBroker extends LocalServer {
    private static final String CLASS_PATH_SUFFIX = "/*";

    /** Kafka's default: a node alone gains nothing from being given up sooner. */
    private static final int LONE_SESSION_MILLIS = 9000;

    /** How soon the others take over from a dead node; frozen for less, it keeps what it leads. */
    private static final int SHARED_SESSION_MILLIS = 6000;

    private final Installation installation;
    private final BrokerSettings settings;

    /** Describes a broker; nothing is started. */
    public LocalBroker(Installation installation, BrokerSettings settings) {
        super(new LocalProcess("kafka", settings.folder()));
        this.installation = installation;
        this.settings = settings;
    }

    /** Where it lives. */
    public BrokerSettings settings() {
        return settings;
    }

    /**
     * Starts it and returns at once. Formats its storage the first time.
     *
     * @throws CliException if it runs already or a port is taken
     */
    @Override
    public void start() throws CliException, InterruptedException {
        if (pid().isEmpty()) {
            requireFreePorts();
            prepare();
        }
        process().start(List.of(installation.java().toString(), "-Xms128m", "-Xmx512m", "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=20", "-Djava.awt.headless=true", logging(), "-cp", classPath(), "kafka.Kafka",
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
            Files.writeString(serverProperties(), properties(
                    Files.readString(installation.kafkaConfiguration().resolve("server.properties"))));
            if (!Files.exists(data().resolve("meta.properties"))) {
                format();
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "Kafka's folder " + settings.folder() + " cannot be prepared: " + e.getMessage(),
                    "Check that it can be written to and the disk is not full.", e);
        }
    }

    private String properties(String template) {
        String voters = IntStream.rangeClosed(1, settings.nodes())
                .mapToObj(node -> node + "@127.0.0.1:" + settings.controllerPorts().get(node - 1))
                .collect(Collectors.joining(","));
        int sessionMillis = settings.nodes() == 1 ? LONE_SESSION_MILLIS : SHARED_SESSION_MILLIS;
        return template
                .replace("${node.id}", Integer.toString(settings.node()))
                .replace("${controller.voters}", voters)
                .replace("${kafka.port}", Integer.toString(settings.port()))
                .replace("${controller.port}", Integer.toString(settings.controllerPort()))
                .replace("${data.folder}", data().toString())
                .replace("${replicas}", Integer.toString(settings.replicas()))
                .replace("${min.insync.replicas}", Integer.toString(settings.minInSyncReplicas()))
                .replace("${broker.session.millis}", Integer.toString(sessionMillis));
    }

    private void format() throws IOException, CliException, InterruptedException {
        Path formatLog = settings.folder().resolve("format.log");
        int status = new ProcessBuilder(installation.java().toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
                logging(), "-cp", classPath(), "kafka.tools.StorageTool", "format", "-t", settings.clusterId(),
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
    @Override
    public void awaitReady(Duration patience, Waiting waiting) throws CliException, InterruptedException {
        try (KafkaProbe probe = new KafkaProbe(settings.bootstrapServers())) {
            process().awaitReady(probe::missing, patience, waiting);
        }
    }

    @Override
    public Optional<String> missing() throws CliException, InterruptedException {
        try (KafkaProbe probe = new KafkaProbe(settings.bootstrapServers(), KafkaProbe.PATIENT_MILLIS)) {
            return probe.missing();
        }
    }
}
