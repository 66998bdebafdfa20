package io.sluice.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice admin sessions}. */
@Command(name = "sessions", description = {
    "Lists, shows and steers sessions."}, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "2:wrong usage", "3:the API cannot be reached",
        "4:the password or the role does not do"}, footerHeading = "%nExample:%n", footer = "  sluice admin sessions pause a81bc81bdead4e5dabff90865d1e13b1", subcommands = {
            AdminSessionsListCommand.class, AdminSessionsShowCommand.class, AdminSessionsEventsCommand.class,
            AdminSessionsPauseCommand.class,
            AdminSessionsResumeCommand.class, AdminSessionsRestartCommand.class, AdminSessionsSeekCommand.class,
            AdminSessionsStopCommand.class,
            AdminSessionsDisconnectCommand.class, AdminSessionsEndCommand.class,
            AdminSessionsTraceCommand.class, AdminSessionsBanCommand.class})
public final class AdminSessionsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Missing command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
