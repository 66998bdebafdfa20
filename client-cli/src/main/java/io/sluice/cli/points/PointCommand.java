package io.sluice.cli.points;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice point}: the group of commands on the data points that the gateways keep in Kafka. */
@Command(name = "point", description = {
    "Stores series of values with their times in Kafka through the gateway, and gives them back.",
    "A series has a name, such as \"1/ecg1\"; times are decimal seconds, exact to the nanosecond, and compared as such."}, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "2:wrong usage, a table with a mistake, or there is no such series or point",
        "3:no gateway can be reached",
        "6:there are as many points as there may be, or a file cannot be read"}, footerHeading = "%nExample:%n", footer = {
            "  sluice point load ecg.csv",
            "  sluice point get --series 1/ecg1 --at 0.004",
            "  sluice point histogram --workers 100"}, subcommands = {
                PointLoadCommand.class,
                PointGetCommand.class,
                PointListCommand.class,
                PointHistogramCommand.class,
                PointRemoveCommand.class
            })
public final class PointCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: load, get, list, histogram or rm");
    }
}
