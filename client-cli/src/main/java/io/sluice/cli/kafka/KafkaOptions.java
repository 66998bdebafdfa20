package io.sluice.cli.kafka;

import picocli.CommandLine.Option;

/** Where Kafka is; a picocli mixin. */
public final class KafkaOptions {

    @Option(names = {"-b",
        "--bootstrap-server"}, paramLabel = "HOST:PORT", defaultValue = "${env:SLUICE_KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}", description = "Kafka brokers to begin with, separated by commas (default: ${DEFAULT-VALUE}, from"
                + " SLUICE_KAFKA_BOOTSTRAP_SERVERS if set).")
    private String bootstrapServers = "localhost:9092";

    /**
     * The brokers to begin with.
     *
     * @return as for Kafka's {@code bootstrap.servers}
     */
    public String bootstrapServers() {
        return bootstrapServers;
    }
}
