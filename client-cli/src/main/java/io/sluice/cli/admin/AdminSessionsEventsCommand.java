package io.sluice.cli.admin;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice admin sessions events}. */
@Command(name = "events", description = "Lists what happened to the sessions of a gateway lately, the newest first.", exitCodeList = {
    "0:done", "2:wrong usage", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin sessions events --session a81bc81bdead4e5dabff90865d1e13b1")
public final class AdminSessionsEventsCommand extends ListCommand {
    @Option(names = "--session", paramLabel = "SESSION", defaultValue = "", description = "The id of the only session wanted.")
    private String session = "";

    @Override
    protected String resource() {
        return "session-events";
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of("session", session);
    }

    @Override
    protected String what() {
        return "events";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("TIME", "SESSION", "CLIENT", "EVENT", "DETAIL");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "at"), Answers.text(each, "session"), Answers.text(each, "client"),
                    Answers.text(each, "kind"), Answers.text(each, "detail"));
        }
        return table;
    }
}
