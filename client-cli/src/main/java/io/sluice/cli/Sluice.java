package io.sluice.cli;

import io.sluice.cli.admin.AdminCommand;
import io.sluice.cli.commands.DownCommand;
import io.sluice.cli.commands.LibraryCommand;
import io.sluice.cli.commands.LogsCommand;
import io.sluice.cli.commands.ProduceCommand;
import io.sluice.cli.commands.ProxyCommand;
import io.sluice.cli.commands.ReceiveCommand;
import io.sluice.cli.commands.RestartCommand;
import io.sluice.cli.commands.SendCommand;
import io.sluice.cli.commands.SequenceCommand;
import io.sluice.cli.commands.SimulateCommand;
import io.sluice.cli.commands.StatusCommand;
import io.sluice.cli.commands.TopicsCommand;
import io.sluice.cli.commands.UpCommand;
import io.sluice.cli.control.ControllerCommand;
import io.sluice.cli.control.RendererCommand;
import io.sluice.cli.demo.DemoCommand;
import io.sluice.cli.points.PointCommand;
import io.sluice.cli.torture.TortureCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code sluice}. Its work is done by the subcommands. */
@Command(name = "sluice", mixinStandardHelpOptions = true, versionProvider = Sluice.Version.class, description = "Streams between devices on bad networks and Apache Kafka.", subcommandsRepeatable = false, subcommands = {
    DemoCommand.class,
    UpCommand.class,
    DownCommand.class,
    RestartCommand.class,
    StatusCommand.class,
    LogsCommand.class,
    ReceiveCommand.class,
    SendCommand.class,
    SequenceCommand.class,
    LibraryCommand.class,
    PointCommand.class,
    RendererCommand.class,
    ControllerCommand.class,
    ProduceCommand.class,
    TopicsCommand.class,
    AdminCommand.class,
    ProxyCommand.class,
    SimulateCommand.class,
    TortureCommand.class,
}, footerHeading = "%nExample:%n", footer = {"  sluice demo", "  sluice up && sluice status", "",
    "Every test of the project: ./sluice test", "Sluice beside its peers, measured: ./sluice bench --help"})
public final class Sluice implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
    private CommandSpec spec;

    /** Without a subcommand: how to use it. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: give a subcommand");
    }

    /** The whole command line, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new Sluice()).setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Sluice::explainUsage);
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

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Sluice.class.getPackage().getImplementationVersion();
            return new String[]{"sluice " + (version == null ? "(not packaged)" : version)};
        }
    }
}
