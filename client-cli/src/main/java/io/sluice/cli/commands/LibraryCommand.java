package io.sluice.cli.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice library}: the group of commands on the files that the gateways keep in Kafka. */
@Command(name = "library", description = {
    "Stores files in Kafka through the gateway, and gives them back: any bytes, of any size.",
    "A name is any text, such as \"films/a, b.mp4\"; each upload of a name that completes is a version of it."}, mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:done", "2:wrong usage, or there is no such file", "3:no gateway can be reached",
        "5:a file is not what it should be",
        "6:the library or this machine's disk is full"}, footerHeading = "%nExample:%n", footer = {
            "  sluice library put film.mp4 --workers 7",
            "  sluice library get film.mp4 --output copy.mp4"}, subcommands = {
                LibraryPutCommand.class,
                LibraryGetCommand.class,
                LibraryListCommand.class,
                LibraryInfoCommand.class,
                LibraryVerifyCommand.class,
                LibraryRemoveCommand.class
            })
public final class LibraryCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: put, get, list, info, verify or rm");
    }
}
