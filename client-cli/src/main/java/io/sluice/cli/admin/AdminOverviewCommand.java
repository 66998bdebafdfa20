package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;

/** {@code sluice admin overview}. */
@Command(name = "overview", description = "Shows a gateway's figures; with --json those of each second of the last minutes, too.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such topic", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin overview")
public final class AdminOverviewCommand extends ApiCommand {
    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        JsonObject overview = client.get("overview", Map.of());
        console.result(text(overview), Answers.event("overview", overview));
        return ExitCode.OK;
    }

    static String text(JsonObject overview) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add("gateway   " + Answers.text(overview, "gateway") + (overview.getBoolean("ready", false)
                ? ", ready"
                : ", waits for " + Answers.text(overview, "waitingFor")));
        lines.add("kafka     " + (overview.getBoolean("kafkaUp", false) ? "answers" : "does not answer"));
        JsonObject now = overview.getJsonObject("now");
        if (now != null) {
            lines.add("sessions  " + Answers.text(now, "active") + " active, " + Answers.text(now, "detached")
                    + " detached, " + Answers.text(now, "expired") + " expired");
            lines.add("since     " + Answers.text(now, "opened") + " opened, " + Answers.text(now, "resumed")
                    + " resumed, " + Answers.text(now, "lapsed") + " lapsed, " + Answers.text(now, "refused")
                    + " refused");
            lines.add("to        " + Answers.text(now, "deliveredRecords") + " records, "
                    + Answers.text(now, "deliveredBytes") + " bytes");
            lines.add("from      " + Answers.text(now, "ingestRecords") + " records, "
                    + Answers.text(now, "ingestBytes") + " bytes");
        }
        return lines.toString();
    }
}
