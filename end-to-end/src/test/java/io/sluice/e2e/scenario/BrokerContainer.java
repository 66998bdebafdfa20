package io.sluice.e2e.scenario;

import io.sluice.cli.local.Installation;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka in a container, by the same settings as in a process. */
final class BrokerContainer implements Server, AutoCloseable {
    /** Where gateways of the same network find it. */
    static final String BOOTSTRAP_SERVERS = "kafka:19092";

    private static final String PUBLIC_IMAGE = "apache/kafka";

    /** Those of the local broker that have no value of their own on each machine and each node. */
    private static final List<String> SETTINGS = List.of("group.", "transaction.abort.", "offsets.topic.num",
            "transaction.state.log.num", "log.segment.", "log.cleaner.");

    private final KafkaContainer container;
    private final ContainerLog log;

    BrokerContainer(Installation installation, String image, Network network, Path logFile, String owner)
            throws IOException {
        log = new ContainerLog(logFile);
        container = new KafkaContainer(DockerImageName.parse(image).asCompatibleSubstituteFor(PUBLIC_IMAGE))
                .withNetwork(network)
                .withListener(BOOTSTRAP_SERVERS)
                .withEnv(settings(installation))
                .withEnv("KAFKA_HEAP_OPTS", "-Xms128m -Xmx512m")
                .withLabels(ContainerControl.label(owner))
                .withLogConsumer(log)
                .withStartupTimeout(Scenario.PATIENCE);
        // The same after a restart, or clients would look for it where it was.
        container.setPortBindings(List.of("127.0.0.1:" + FreePorts.tcp() + ":9092"));
    }

    private static Map<String, String> settings(Installation installation) throws IOException {
        Properties all = new Properties();
        try (Reader file = Files.newBufferedReader(installation.kafkaConfiguration().resolve("server.properties"))) {
            all.load(file);
        }
        Map<String, String> settings = new HashMap<>();
        for (String name : all.stringPropertyNames()) {
            if (SETTINGS.stream().anyMatch(name::startsWith)) {
                settings.put("KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'), all.getProperty(name));
            }
        }
        return settings;
    }

    void start() {
        container.start();
    }

    /** For clients on this machine. */
    String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void kill() {
        ContainerControl.kill(container);
    }

    @Override
    public void restart() throws Exception {
        Scenario.inTurn(() -> {
            ContainerControl.start(container, log);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
                Await.until("Kafka to answer", Scenario.PATIENCE, () -> answers(admin));
            }
        });
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
