package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.KafkaOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice topics delete}. */
@Command(name = "delete", description = "Deletes a topic with all its records. There is no way back.", exitCodeList = {
    "0:deleted", "2:wrong usage, or the topic is missing",
    "3:Kafka cannot be reached"}, footer = "  sluice topics delete numbers")
public final class TopicsDeleteCommand extends SluiceCommand {

    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic = "";

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Override
    protected int run(Console console) throws Exception {
        try (KafkaAdmin admin = KafkaAdmin.connect(kafka.bootstrapServers())) {
            admin.delete(topic);
        }
        console.result("deleted topic " + topic, Json.object().put("event", "deleted").put("topic", topic));
        return ExitCode.OK;
    }
}
