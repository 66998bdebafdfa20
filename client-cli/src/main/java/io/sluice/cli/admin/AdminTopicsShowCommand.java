package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.JsonObject;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice admin topics show}. */
@Command(name = "show", description = "Shows a topic's partitions, and how many sessions of the gateway read and write it.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin topics show orders")
public final class AdminTopicsShowCommand extends ApiCommand {
    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    private String name = "";

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        JsonObject topic = client.get("topics/" + ApiClient.encoded(name), Map.of());
        Table table = new Table("PARTITION", "EARLIEST", "LATEST");
        for (JsonObject range : Answers.objects(topic, "ranges")) {
            table.row(Answers.text(range, "partition"), Answers.text(range, "earliest"), Answers.text(range, "latest"));
        }
        console.result(name + ": " + Answers.text(topic, "records") + " offsets, " + Answers.text(topic, "readers")
                + " sessions read it, " + Answers.text(topic, "writers") + " write it" + System.lineSeparator() + table,
                Answers.event("topic", topic));
        return ExitCode.OK;
    }
}
