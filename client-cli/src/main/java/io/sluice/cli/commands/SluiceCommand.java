package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.LibraryLogs;
import io.sluice.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all subcommands have in common: help, {@code --json}, {@code --verbose}, and how they fail. */
@Command(mixinStandardHelpOptions = true, sortOptions = false, exitCodeListHeading = "%nExit codes:%n", footerHeading = "%nExample:%n")
public abstract class SluiceCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Write results for machines: one JSON object a line.")
    private boolean json;

    @Option(names = "--verbose", description = "Show where a failure came from.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    /**
     * Does the command's work.
     *
     * @param console to speak to the user
     * @return the exit code
     * @throws Exception anything; a {@link CliException} is told as it is
     */
    protected abstract int run(Console console) throws Exception;

    /** Runs the command and turns what it throws into words and an exit code. */
    @Override
    public final Integer call() {
        LibraryLogs.quiet();
        CommandLine commandLine = spec.commandLine();
        Console console = new Console(commandLine.getOut(), commandLine.getErr(), json, Terminal.onStandardError());
        try {
            return run(console);
        } catch (CliException e) {
            return fail(console, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } catch (Exception e) {
            return fail(
                    console,
                    new CliException(
                            ExitCode.FAILURE, "unexpected failure: " + e, "Run again with --verbose to see where.", e));
        }
    }

    private int fail(Console console, CliException failure) {
        console.error(failure);
        if (verbose) {
            failure.printStackTrace(spec.commandLine().getErr());
        }
        return failure.exitCode();
    }
}
