package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Gateways of one machine and their Kafka. Gateways and Kafka nodes have numbers from 1; each has the ports after those
 * of the one before.
 *
 * @param home its folder
 * @param port where devices connect to the first gateway, over UDP
 * @param httpPort REST API, console and health of the first gateway
 * @param kafkaPort the first Kafka node's port; its controller has the next one
 * @param plain whether devices without encryption are taken, too
 * @param externalKafka bootstrap servers of the user's own Kafka, instead of a local one
 * @param gateways how many, 1 to {@link #MOST_GATEWAYS}
 * @param brokers how many Kafka nodes, 1 to {@link #MOST_BROKERS}
 */
public record InstanceSettings(
        LocalHome home, int port, int httpPort, int kafkaPort, boolean plain, Optional<String> externalKafka,
        int gateways, int brokers) {
    /** Default of {@link #port()}. */
    public static final int DEFAULT_PORT = 4650;
    /** Default of {@link #httpPort()}. */
    public static final int DEFAULT_HTTP_PORT = 9080;
    /** Default of {@link #kafkaPort()}. */
    public static final int DEFAULT_KAFKA_PORT = 9092;
    /** What one machine may be asked to carry. */
    public static final int MOST_GATEWAYS = 9;
    /** What one machine may be asked to carry. */
    public static final int MOST_BROKERS = 9;

    /** Checks the counts. */
    public InstanceSettings {
        requireCount("gateways", gateways, MOST_GATEWAYS);
        requireCount("brokers", brokers, MOST_BROKERS);
    }

    private static void requireCount(String what, int count, int most) {
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(what + " must be from 1 to " + most + ", not " + count);
        }
    }

    /** One gateway and one Kafka node. */
    public InstanceSettings(
            LocalHome home, int port, int httpPort, int kafkaPort, boolean plain, Optional<String> externalKafka) {
        this(home, port, httpPort, kafkaPort, plain, externalKafka, 1, 1);
    }

    /** All defaults, in {@code home}. */
    public static InstanceSettings defaults(LocalHome home) {
        return new InstanceSettings(home, DEFAULT_PORT, DEFAULT_HTTP_PORT, DEFAULT_KAFKA_PORT, false, Optional.empty());
    }

    /** The same with other counts. */
    public InstanceSettings of(int otherGateways, int otherBrokers) {
        return new InstanceSettings(home, port, httpPort, kafkaPort, plain, externalKafka, otherGateways, otherBrokers);
    }

    /** The bootstrap servers of its Kafka, local or not. */
    public String kafka() {
        return externalKafka.orElseGet(() -> IntStream.rangeClosed(1, brokers)
                .mapToObj(node -> "127.0.0.1:" + kafkaPort(node)).collect(Collectors.joining(",")));
    }

    /** Where clients of a Kafka node connect. */
    public int kafkaPort(int node) {
        return kafkaPort + 2 * (node - 1);
    }

    /** Where devices connect to a gateway. */
    public int port(int gateway) {
        return port + gateway - 1;
    }

    /** REST API, console and health of a gateway. */
    public int httpPort(int gateway) {
        return httpPort + gateway - 1;
    }

    /** A node of the local Kafka. */
    BrokerSettings broker(int node) throws CliException {
        List<Integer> controllers = IntStream.rangeClosed(1, brokers).mapToObj(each -> kafkaPort(each) + 1).toList();
        return new BrokerSettings(home.kafka(node), kafkaPort(node), node, controllers, home.clusterId());
    }

    /** Remembers them in the home, so that later commands need no options. */
    public void save() throws CliException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("http-port", Integer.toString(httpPort));
        properties.setProperty("kafka-port", Integer.toString(kafkaPort));
        properties.setProperty("plain", Boolean.toString(plain));
        properties.setProperty("gateways", Integer.toString(gateways));
        properties.setProperty("brokers", Integer.toString(brokers));
        externalKafka.ifPresent(kafka -> properties.setProperty("kafka", kafka));
        try {
            Files.createDirectories(home.folder());
            try (Writer writer = Files.newBufferedWriter(home.instanceFile())) {
                properties.store(writer, "What sluice up was told");
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, home.instanceFile() + " cannot be written: " + e.getMessage(),
                    "Check that the folder can be written to, or choose another with --home.", e);
        }
    }

    /** Those of the last {@code up} in {@code home}, if there was one. */
    public static Optional<InstanceSettings> find(LocalHome home) throws CliException {
        return Files.exists(home.instanceFile()) ? Optional.of(load(home)) : Optional.empty();
    }

    /** The nodes of the Kafka whose data is in {@code home}, which keeps that number; empty if there is no data. */
    public static OptionalInt brokersKept(LocalHome home) throws CliException {
        int nodes = home.kafkaNodes();
        // The first start may have ended before all of them were made.
        return nodes == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(nodes, load(home).brokers()));
    }

    /** Those of the last {@code up} in {@code home}, else the defaults. */
    public static InstanceSettings load(LocalHome home) throws CliException {
        if (!Files.exists(home.instanceFile())) {
            return defaults(home);
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(home.instanceFile())) {
            properties.load(reader);
            return new InstanceSettings(home, number(properties, "port", DEFAULT_PORT),
                    number(properties, "http-port", DEFAULT_HTTP_PORT),
                    number(properties, "kafka-port", DEFAULT_KAFKA_PORT),
                    Boolean.parseBoolean(properties.getProperty("plain")),
                    Optional.ofNullable(properties.getProperty("kafka")), number(properties, "gateways", 1),
                    number(properties, "brokers", 1));
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(ExitCode.ENVIRONMENT, home.instanceFile() + " cannot be read: " + e.getMessage(),
                    "Delete it; the next sluice up writes it anew.", e);
        }
    }

    private static int number(Properties properties, String key, int otherwise) {
        return Integer.parseInt(properties.getProperty(key, Integer.toString(otherwise)));
    }
}
