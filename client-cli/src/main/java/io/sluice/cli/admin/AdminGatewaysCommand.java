package io.sluice.cli.admin;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code sluice admin gateways}. */
@Command(name = "gateways", description = "Lists the gateways of the cluster with the shards that each serves.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin gateways")
public final class AdminGatewaysCommand extends ListCommand {
    @Override
    protected String resource() {
        return "gateways";
    }

    @Override
    protected Map<String, String> parameters() {
        return Map.of();
    }

    @Override
    protected String what() {
        return "gateways";
    }

    @Override
    protected Table table(List<JsonObject> items) {
        Table table = new Table("GATEWAY", "STATE", "ADDRESS", "SESSIONS", "SHARDS", "SILENT");
        for (JsonObject each : items) {
            table.row(Answers.text(each, "name"), Answers.text(each, "state"),
                    Answers.text(each, "host") + ":" + Answers.text(each, "port"), Answers.text(each, "sessions"),
                    Answers.text(each, "shards"), Answers.text(each, "silentMillis") + " ms");
        }
        return table;
    }
}
