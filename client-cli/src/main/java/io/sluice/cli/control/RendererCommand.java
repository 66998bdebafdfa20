package io.sluice.cli.control;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.convert.ByteRateConverter;
import io.sluice.cli.convert.SizeConverter;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.cli.output.StatusLine;
import io.sluice.crsp.client.Player;
import io.sluice.crsp.client.PlayerOutput;
import io.sluice.crsp.client.PlayerSettings;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice renderer}: plays what controllers say. */
@Command(name = "renderer", description = {
    "Plays what controllers tell it, at its own pace: to standard output, into a file or into a player's pipe.",
    "Runs until Ctrl-C, or with --once until the first item has been played. Tells on standard error when an item"
            + " begins and ends, and who says so."
}, exitCodeList = {
    "0:with --once: the item has been played",
    "2:wrong usage, or the name is not allowed or taken by another renderer",
    "3:no gateway can be reached",
    "4:the gateway rejected the session, such as after its reconnect window",
    "9:with --once: the item could not be played",
    "130:stopped by Ctrl-C"
}, footer = {
    "  sluice renderer --name lobby --rate 1kB/s",
    "  sluice renderer --name lobby --output copy --once",
    "  sluice renderer --name hall --exec 'mpv -' --buffer 16MiB"
})
public final class RendererCommand extends SluiceCommand {
    private static final Duration LOOK = Duration.ofMillis(100);

    @Option(names = {"-n",
        "--name"}, paramLabel = "NAME", required = true, description = "What controllers call it: 1 to 255 bytes of UTF-8.")
    private String name = "";

    @ArgGroup
    private OutputOptions output = new OutputOptions();

    @Option(names = "--rate", paramLabel = "RATE", converter = ByteRateConverter.class, description = "How fast to play, such as 128kB/s (default: as fast as the output takes it).")
    private @Nullable Long rate;

    @Option(names = "--buffer", paramLabel = "SIZE", defaultValue = "4MiB", converter = SizeConverter.class, description = "How much to receive ahead (default: ${DEFAULT-VALUE}).")
    private long buffer = PlayerSettings.DEFAULT.bufferBytes();

    @Option(names = "--once", description = "Stop when an item has been played to its end, or cannot be played.")
    private boolean once;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        PlayerSettings settings = settings();
        PlayerOutput target = target(console);
        RendererReport report = new RendererReport(console, name, once);
        try (ShutdownSignal signal = ShutdownSignal.install();
                SluiceClient client = gateway.connect(console, name, false);
                Player player = client.player(name, kind(), settings, target, report)) {
            report.registered();
            return play(console, player, report, signal);
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private int play(Console console, Player player, RendererReport report, ShutdownSignal signal)
            throws SluiceException, InterruptedException {
        try (StatusLine line = new StatusLine(console)) {
            while (!signal.await(LOOK)) {
                Integer ended = report.exitCode();
                if (ended != null) {
                    return ended;
                }
                if (console.terminal() && !console.json() && !isOnTerminal()) {
                    line.update(() -> RendererReport.status(player.state()));
                }
            }
        }
        return ExitCode.INTERRUPTED;
    }

    private boolean isOnTerminal() { return output.file == null && output.command == null; }

    private PlayerSettings settings() throws CliException {
        try {
            return new PlayerSettings(rate == null ? 0 : rate, buffer);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice renderer --help'.", e);
        }
    }

    private String kind() {
        if (output.file != null) {
            return "file";
        }
        return output.command != null ? "command" : "terminal";
    }

    @SuppressWarnings("resource") // Standard output is the process's.
    private PlayerOutput target(Console console) throws CliException {
        if (output.file != null) {
            return Outputs.file(output.file);
        }
        if (output.command != null) {
            return Outputs.process(output.command);
        }
        if (console.json()) {
            throw new CliException(ExitCode.USAGE, "--json and what is played cannot share standard output",
                    "Add --output FILE or --exec COMMAND.");
        }
        return Outputs.stream(new FileOutputStream(FileDescriptor.out));
    }
}
