package io.sluice.cli.admin;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice admin topics list}. */
@Command(name = "list", description = "Lists topics by name.", exitCodeList = {"0:done",
    "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin topics list --internal false")
public final class AdminTopicsListCommand extends ListCommand {
    @Option(names = "--name", paramLabel = "TEXT", defaultValue = "", description = "Part of the name.")
    private String name = "";

    @Option(names = "--internal", paramLabel = "true|false", defaultValue = "", description = "Only those that gateways keep for themselves, or only the others.")
    private String internal = "";

    @Override
    protected String resource() {
        return "topics";
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of("name", name, "internal", internal);
    }

    @Override
    protected String what() {
        return "topics";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("TOPIC", "PARTITIONS", "WITHOUT A LEADER", "INTERNAL");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "name"), Answers.text(each, "partitions"),
                    Answers.text(each, "leaderless"), Answers.text(each, "internal"));
        }
        return table;
    }
}
