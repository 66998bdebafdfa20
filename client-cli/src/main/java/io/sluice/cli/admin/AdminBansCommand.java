package io.sluice.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice admin bans}. */
@Command(name = "bans", description = {
    "Lists addresses that are banned, bans further ones for a time, and lifts bans."}, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "2:wrong usage, or the address is not banned", "3:the API cannot be reached",
        "4:the password or the role does not do",
        "9:there are as many bans as there may be"}, footerHeading = "%nExample:%n", footer = "  sluice admin bans add 203.0.113.7 --for 1h --reason 'floods orders'", subcommands = {
            AdminBansListCommand.class, AdminBansAddCommand.class, AdminBansLiftCommand.class})
public final class AdminBansCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Missing command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
