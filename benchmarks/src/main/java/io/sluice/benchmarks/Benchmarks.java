package io.sluice.benchmarks;

import io.sluice.benchmarks.gateway.GatewayCommand;
import io.sluice.benchmarks.micro.MicroCommand;
import io.sluice.benchmarks.transport.TransportCommand;
import io.sluice.cli.ExitCode;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice bench}. Its work is done by the subcommands. */
@Command(name = "sluice bench", mixinStandardHelpOptions = true, description = "Measures Sluice beside its peers, on this machine, in one run.", subcommandsRepeatable = false, subcommands = {
    TransportCommand.class,
    GatewayCommand.class,
    MicroCommand.class,
}, footerHeading = "%nExample:%n", footer = {"  sluice bench transport --quick",
    "  sluice bench gateway --quick", "  sluice bench micro Checksum"})
public final class Benchmarks implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    /** Without a subcommand: how to use it. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to measure: give a subcommand");
    }

    /** The whole command line, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Benchmarks::explainUsage);
    }

    private static int explainUsage(ParameterException problem, String[] arguments) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("sluice: " + problem.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            err.println("        See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    /** Runs one command and exits with an {@link ExitCode}. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
