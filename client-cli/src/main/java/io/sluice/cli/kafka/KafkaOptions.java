package io.sluice.cli.kafka;

import io.sluice.cli.CliException;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is; a picocli mixin. */
public final class KafkaOptions {
    private static final String VARIABLE = "SLUICE_KAFKA_BOOTSTRAP_SERVERS";
    private static final String USUAL = "localhost:9092";

    @Option(names = {"-b",
        "--bootstrap-server"}, paramLabel = "HOST:PORT", description = "Kafka brokers to begin with, separated by commas (default: "
                + VARIABLE
                + " if set, else those of 'sluice up', " + USUAL + ").")
    private @Nullable String bootstrapServers;

    /**
     * The brokers to begin with.
     *
     * @return as for Kafka's {@code bootstrap.servers}
     */
    public String bootstrapServers() {
        if (bootstrapServers != null) {
            return bootstrapServers;
        }
        String variable = System.getenv(VARIABLE);
        return variable == null || variable.isEmpty() ? local() : variable;
    }

    private static String local() {
        try {
            return InstanceSettings.find(LocalHome.standard()).map(InstanceSettings::kafka).orElse(USUAL);
        } catch (CliException notInstalled) {
            return USUAL;
        }
    }
}
