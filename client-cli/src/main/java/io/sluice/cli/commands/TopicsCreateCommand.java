package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.KafkaOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice topics create}. */
@Command(name = "create", description = "Creates a topic.", exitCodeList = {
    "0:created, or there already with --if-missing",
    "2:wrong usage, or the topic exists already",
    "3:Kafka cannot be reached"
}, footer = "  sluice topics create numbers --partitions 3 --config retention.ms=3600000")
public final class TopicsCreateCommand extends SluiceCommand {

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "1", description = "How many partitions (default: ${DEFAULT-VALUE}).")
    private int partitions = 1;

    @Option(names = "--replication", paramLabel = "N", defaultValue = "-1", description = "How many brokers hold each partition (default: the broker's own default).")
    private short replication = -1;

    @Option(names = "--config", paramLabel = "KEY=VALUE", description = "A setting of the topic; may be repeated.")
    private Map<String, String> config = Map.of();

    @Option(names = "--if-missing", description = "Do nothing if the topic is there already.")
    private boolean ifMissing;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Override
    protected int run(Console console) throws Exception {
        try (KafkaAdmin admin = KafkaAdmin.connect(kafka.bootstrapServers())) {
            boolean create = !ifMissing || admin.partitionsOf(topic).isEmpty();
            if (create) {
                admin.create(topic, partitions, replication, config);
            }
            console.result(
                    create ? "created topic " + topic : "topic " + topic + " is there already",
                    Json.object().put("event", "created").put("topic", topic).put("created", create));
        }
        return ExitCode.OK;
    }
}
