package io.sluice.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice admin}. */
@Command(name = "admin", description = {
    "Sees and steers what a gateway does, as its console: over the same REST API, with its roles."}, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "2:wrong usage", "3:the API cannot be reached",
        "4:the password or the role does not do"}, footerHeading = "%nExample:%n", footer = "  sluice admin sessions list", subcommands = {
            AdminOverviewCommand.class, AdminSessionsCommand.class, AdminTopicsCommand.class,
            AdminGatewaysCommand.class, AdminBansCommand.class, AdminAuditCommand.class, AdminSettingsCommand.class})
public final class AdminCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Missing command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
