package io.sluice.cli.commands;

import io.sluice.cli.ExitCode;
import io.sluice.cli.kafka.KafkaAdmin;
import io.sluice.cli.kafka.KafkaOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice topics list}. */
@Command(name = "list", description = "Lists the topics by name.", exitCodeList = {"0:done", "2:wrong usage",
    "3:Kafka cannot be reached"}, footer = "  sluice topics list --bootstrap-server localhost:9092")
public final class TopicsListCommand extends SluiceCommand {

    @Option(names = "--internal", description = "List Kafka's own topics, too.")
    private boolean internal;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Override
    protected int run(Console console) throws Exception {
        Set<String> names;
        try (KafkaAdmin admin = KafkaAdmin.connect(kafka.bootstrapServers())) {
            names = admin.names(internal);
        }
        if (console.json()) {
            console.result("", Json.object().put("event", "topics").put("topics", names));
        } else if (names.isEmpty()) {
            console.note("there are no topics");
        } else {
            console.result(String.join(System.lineSeparator(), names), Json.object());
        }
        return ExitCode.OK;
    }
}
