package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code sluice admin settings}. */
@Command(name = "settings", description = "Lists the settings in force and where each comes from; secrets are hidden.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin settings")
public final class AdminSettingsCommand extends ApiCommand {
    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        JsonObject all = client.get("settings", Map.of());
        Table table = new Table("SETTING", "VALUE", "SOURCE");
        for (JsonObject each : Answers.objects(all, "items")) {
            table.row(Answers.text(each, "name"), Answers.text(each, "value"), Answers.text(each, "source"));
        }
        console.result(table.toString(), Answers.event("settings", all));
        return ExitCode.OK;
    }
}
