package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice admin bans add}. */
@Command(name = "add", description = {
    "Bans addresses for a time: every gateway of the cluster ends their connections and refuses new ones.",
    "An earlier ban of an address is replaced."}, exitCodeList = {
        "0:done", "2:wrong usage, or that is no IP address", "3:the API cannot be reached",
        "4:the password or the role does not do",
        "9:there are as many bans as there may be"}, footer = "  sluice admin bans add 203.0.113.7 --for 1h --reason 'floods orders'")
public final class AdminBansAddCommand extends ApiCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "IPv4 or IPv6 addresses; names are not looked up.")
    private List<String> addresses = List.of();

    @Mixin
    private BanOptions options = new BanOptions();

    @Override
    protected int run(Console console, ApiClient client) throws CliException, InterruptedException {
        for (String address : addresses) {
            BanOptions.print(console, client.put("bans/" + ApiClient.encoded(address), options.body()));
        }
        return ExitCode.OK;
    }
}
