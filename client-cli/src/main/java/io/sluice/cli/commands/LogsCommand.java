package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.LocalServer;
import io.sluice.cli.local.LogFollower;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.ShutdownSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice logs}. */
@Command(name = "logs", description = "Prints the end of a gateway's or a Kafka node's log.", exitCodeList = {"0:done",
    "2:wrong usage", "6:there is no log yet",
    "130:stopped by Ctrl-C"}, footer = {"  sluice logs --follow", "  sluice logs kafka --lines 200",
        "  sluice logs --gateway 2"})
public final class LogsCommand extends SluiceCommand {
    private static final Duration STEP = Duration.ofMillis(200);

    /** Whose log. */
    enum Part {
        /** The gateway's. */
        gateway,
        /** The local Kafka's. */
        kafka
    }

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Parameters(arity = "0..1", defaultValue = "gateway", description = "gateway or kafka: the first one's, unless --gateway or --broker"
            + " says which (default: ${DEFAULT-VALUE}).")
    private Part part = Part.gateway;

    @Mixin
    private ServerOptions servers = new ServerOptions();

    @Option(names = {"-n",
        "--lines"}, paramLabel = "N", defaultValue = "50", description = "How many lines to begin with"
                + " (default: ${DEFAULT-VALUE}).")
    private int lines = 50;

    @Option(names = {"-f", "--follow"}, description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    private Path log(LocalInstance instance) throws CliException {
        List<LocalServer> named = servers.named(instance);
        if (named.size() > 1) {
            throw new CliException(ExitCode.USAGE, "one log at a time", "Name one gateway or one broker.");
        }
        if (!named.isEmpty()) {
            return named.getFirst().log();
        }
        return part == Part.kafka ? instance.broker().log() : instance.gateway().log();
    }

    @Override
    protected int run(Console console) throws Exception {
        LocalInstance instance = home.instance();
        Path log = log(instance);
        if (!Files.exists(log)) {
            throw new CliException(ExitCode.ENVIRONMENT, "there is no log " + log + " yet",
                    "It is written once sluice up was run.");
        }
        try (LogFollower follower = LogFollower.open(log, lines);
                ShutdownSignal signal = ShutdownSignal.install()) {
            do {
                for (String line : follower.newLines()) {
                    console.result(line, Json.object().put("event", "log").put("line", line));
                }
            } while (follow && !signal.await(STEP));
            return signal.requested() ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }
}
