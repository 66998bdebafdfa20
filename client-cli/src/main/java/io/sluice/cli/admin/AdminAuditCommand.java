package io.sluice.cli.admin;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice admin audit}. */
@Command(name = "audit", description = "Lists what operators did, at any gateway of the cluster, the newest first.", exitCodeList = {
    "0:done", "2:wrong usage", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin audit --action end")
public final class AdminAuditCommand extends ListCommand {
    @Option(names = "--target", paramLabel = "ID", defaultValue = "", description = "The session or topic that it was done to.")
    private String target = "";

    @Option(names = "--by", paramLabel = "NAME", defaultValue = "", description = "Who did it.")
    private String by = "";

    @Option(names = "--action", paramLabel = "ACTION", defaultValue = "", description = "What was done, such as pause.")
    private String action = "";

    @Override
    protected String resource() {
        return "audit";
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of("target", target, "user", by, "action", action);
    }

    @Override
    protected String what() {
        return "entries";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("TIME", "USER", "ADDRESS", "ACTION", "TARGET", "DETAIL", "OUTCOME", "GATEWAY");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "at"), Answers.text(each, "user"), Answers.text(each, "address"),
                    Answers.text(each, "action"), Answers.text(each, "target"), Answers.text(each, "detail"),
                    Answers.text(each, "outcome"), Answers.text(each, "gateway"));
        }
        return table;
    }
}
