package io.sluice.cli.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice topics}: the group of commands on Kafka's topics. */
@Command(name = "topics", description = "Lists, describes, creates and deletes Kafka topics.", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
    "0:done", "2:wrong usage, or the topic is missing or exists already",
    "3:Kafka cannot be reached"}, footerHeading = "%nExample:%n", footer = "  sluice topics create numbers --partitions 3", subcommands = {
        TopicsListCommand.class,
        TopicsDescribeCommand.class,
        TopicsCreateCommand.class,
        TopicsDeleteCommand.class
    })
public final class TopicsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: list, describe, create or delete");
    }
}
