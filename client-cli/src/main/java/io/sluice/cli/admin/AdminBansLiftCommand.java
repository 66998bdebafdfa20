package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import jakarta.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice admin bans lift}. */
@Command(name = "lift", description = "Lifts bans before their time is over.", exitCodeList = {
    "0:done", "2:wrong usage, or the address is not banned", "3:the API cannot be reached",
    "4:the password or the role does not do"}, footer = "  sluice admin bans lift 203.0.113.7")
public final class AdminBansLiftCommand extends ApiCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Addresses that are banned.")
    private List<String> addresses = List.of();

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        for (String address : addresses) {
            JsonObject done = client.delete("bans/" + ApiClient.encoded(address));
            console.result("lifted: " + Answers.text(done.getJsonObject("ban"), "address"),
                    Answers.event("lifted", done));
        }
        return ExitCode.OK;
    }
}
