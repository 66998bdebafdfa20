package io.sluice.cli.admin;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code sluice admin bans list}. */
@Command(name = "list", description = "Lists the addresses that are banned now, with until when, by whom and why.", exitCodeList = {
    "0:done", "2:wrong usage", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin bans list")
public final class AdminBansListCommand extends ListCommand {
    @Override
    protected String resource() {
        return "bans";
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    protected String what() {
        return "bans";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("ADDRESS", "UNTIL", "BY", "REASON", "SINCE");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "address"), Answers.text(each, "until"), Answers.text(each, "by"),
                    Answers.text(each, "reason"), Answers.text(each, "at"));
        }
        return table;
    }
}
