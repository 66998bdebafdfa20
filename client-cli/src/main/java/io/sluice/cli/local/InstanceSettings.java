package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Properties;

/**
 * One local gateway and its Kafka.
 *
 * @param home its folder
 * @param port where devices connect, over UDP
 * @param httpPort REST API, console and health
 * @param kafkaPort the local Kafka's port; its controller has the next one
 * @param plain whether devices without encryption are taken, too
 * @param externalKafka bootstrap servers of the user's own Kafka, instead of a local one
 */
public record InstanceSettings(
        LocalHome home, int port, int httpPort, int kafkaPort, boolean plain, Optional<String> externalKafka) {
    /** Default of {@link #port()}. */
    public static final int DEFAULT_PORT = 4650;
    /** Default of {@link #httpPort()}. */
    public static final int DEFAULT_HTTP_PORT = 9080;
    /** Default of {@link #kafkaPort()}. */
    public static final int DEFAULT_KAFKA_PORT = 9092;

    /** All defaults, in {@code home}. */
    public static InstanceSettings defaults(LocalHome home) {
        return new InstanceSettings(home, DEFAULT_PORT, DEFAULT_HTTP_PORT, DEFAULT_KAFKA_PORT, false, Optional.empty());
    }

    /** The bootstrap servers of its Kafka, local or not. */
    public String kafka() {
        return externalKafka.orElseGet(() -> broker().bootstrapServers());
    }

    /** The local Kafka's part. */
    public BrokerSettings broker() {
        return new BrokerSettings(home.kafka(), kafkaPort);
    }

    /** Remembers them in the home, so that later commands need no options. */
    public void save() throws CliException {
        Properties properties = new Properties();
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("http-port", Integer.toString(httpPort));
        properties.setProperty("kafka-port", Integer.toString(kafkaPort));
        properties.setProperty("plain", Boolean.toString(plain));
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
                    Optional.ofNullable(properties.getProperty("kafka")));
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(ExitCode.ENVIRONMENT, home.instanceFile() + " cannot be read: " + e.getMessage(),
                    "Delete it; the next sluice up writes it anew.", e);
        }
    }

    private static int number(Properties properties, String key, int otherwise) {
        return Integer.parseInt(properties.getProperty(key, Integer.toString(otherwise)));
    }
}
