package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice admin sessions ban}. */
@Command(name = "ban", description = "Bans the addresses that the clients of sessions come from, or came from last; see 'sluice admin bans'.", exitCodeList = {
    "0:done", "2:wrong usage, or there is no such session", "3:the API cannot be reached",
    "4:the password or the role does not do",
    "9:it cannot be done now, or another gateway has the session"}, footer = "  sluice admin sessions ban a81bc81bdead4e5dabff90865d1e13b1 --for 1h")
public final class AdminSessionsBanCommand extends ApiCommand {
    @Parameters(paramLabel = "SESSION", arity = "1..*", description = "Ids of sessions, 32 hexadecimal digits each.")
    private List<String> ids = List.of();

    @Mixin
    private BanOptions options = new BanOptions();

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        for (String id : ids) {
            BanOptions.print(console, client.post("sessions/" + ApiClient.encoded(id) + "/ban", options.body()));
        }
        return ExitCode.OK;
    }
}
