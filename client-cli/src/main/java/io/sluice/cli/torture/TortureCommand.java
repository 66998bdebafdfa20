package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.commands.WaitingLine;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.ShutdownSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice torture}: faults on a cluster under load, and the proof of what came of it. */
@Command(name = "torture", description = {
    "Starts gateways and Kafka nodes of its own, lets many devices publish and subscribe through bad links, and"
            + " meanwhile kills and freezes gateways and brokers, cuts links and restarts gateways in turn. In the"
            + " end everything is healed, and a checker compares what was sent with what arrived: each record exactly"
            + " once and in order, at every subscriber and in Kafka.",
    "The faults are a function of the seed. It has a folder and ports of its own and does not disturb 'sluice up'.",
    "The last line tells the outcome: torture: faults F confirmed C delivered D lost 0 repeated 0 disordered 0"
}, exitCodeList = {
    "0:faults were done, and nothing was lost, repeated or disordered",
    "1:a process could not be started again, or no fault was done",
    "2:wrong usage",
    "5:something was lost, repeated or disordered",
    "6:a run goes on already, or the build is missing",
    "7:not ready in time, or messages that were never confirmed",
    "130:stopped by Ctrl-C; all processes are ended"
}, footer = {
    "  sluice torture --minutes 5",
    "  sluice torture --minutes 30 --seed 7 --gateways 3 --brokers 3 --devices 200",
    "  sluice torture --minutes 2 --faults gateway-kill,cut --devices 20 --brokers 1"
})
public final class TortureCommand extends SluiceCommand {
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(60);
    private static final double MILLIS_PER_MINUTE = 60_000;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "5", description = "How long faults go on, such as 30 or 0.5 (default:"
            + " ${DEFAULT-VALUE}); starting and checking come on top.")
    private double minutes = 5;

    @Option(names = "--seed", paramLabel = "S", description = "Source of the faults: the same seed gives the same ones (default: a"
            + " new one, which is told).")
    private @Nullable Long seed;

    @Option(names = "--gateways", paramLabel = "N", defaultValue = "3", description = "Gateways (default: ${DEFAULT-VALUE}).")
    private int gateways = 3;

    @Option(names = "--brokers", paramLabel = "N", defaultValue = "3", description = "Kafka nodes (default: ${DEFAULT-VALUE}).")
    private int brokers = 3;

    @Option(names = "--devices", paramLabel = "N", defaultValue = "200", description = "Devices; every second one publishes, the others"
            + " subscribe (default: ${DEFAULT-VALUE}).")
    private int devices = 200;

    @Option(names = "--faults", paramLabel = "KIND", split = ",", converter = FaultKindConverter.class, description = "Only these kinds of faults, with commas between:"
            + " gateway-kill, gateway-freeze, broker-kill, broker-freeze, rolling-restart, cut-all, loss-all, cut,"
            + " loss (default: all).")
    private Set<FaultKind> faults = new HashSet<>();

    @Option(names = "--produce-rate", paramLabel = "N", defaultValue = "200", description = "Records a second written to Kafka for the"
            + " subscribers, all together (default: ${DEFAULT-VALUE}).")
    private double produceRate = 200;

    @Option(names = "--publish-rate", paramLabel = "N", defaultValue = "5", description = "Messages a second of each publisher (default:"
            + " ${DEFAULT-VALUE}).")
    private double publishRate = 5;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Folder with its data and logs; emptied of Kafka's data at the start"
            + " (default: torture in SLUICE_HOME if set, else .sluice/torture in the project's folder).")
    private @Nullable Path home;

    @Option(names = "--break-gateways", hidden = true, description = "Gateways confirm before they commit: the checker must find out.")
    private boolean breakGateways;

    @Override
    protected int run(Console console) throws Exception {
        TortureSettings settings = settings();
        Installation installation = Installation.find();
        TortureHome folder = new TortureHome(
                new LocalHome(home == null ? LocalHome.standard().folder().resolve("torture") : home));
        Thread self = Thread.currentThread();
        try (ShutdownSignal _ = ShutdownSignal.install(self::interrupt, PATIENCE_TO_STOP)) {
            TortureResult result;
            RunningCheck.requireNone(installation, folder.local());
            folder.begin(settings.seed());
            try (Cluster cluster = Cluster.prepare(installation, folder.local(), settings)) {
                result = new Torture(console, settings, cluster).run(new WaitingLine(console));
            } catch (CliException e) {
                console.note("the logs are in " + folder.local().folder() + "; again with --seed " + settings.seed());
                throw e;
            }
            return report(console, result, folder);
        }
    }

    private TortureSettings settings() throws CliException {
        long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : seed;
        Set<FaultKind> kinds = faults.isEmpty() ? FaultKind.all() : EnumSet.copyOf(faults);
        try {
            return new TortureSettings(Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)), chosen, gateways,
                    brokers, devices, kinds, produceRate, publishRate, breakGateways);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice torture --help'.", e);
        }
    }

    private static int report(Console console, TortureResult result, TortureHome folder) throws CliException {
        if (!console.json()) {
            console.note("");
            console.note(TortureReport.table(result));
        }
        if (result.ok()) {
            folder.end();
        } else {
            TortureReport.faultsFound(result).forEach(console::note);
            console.note("Logs and Kafka's data are kept in " + folder.local().folder()
                    + "; again with --seed " + result.settings().seed());
        }
        console.result(TortureReport.verdict(result), TortureReport.json(result).put("home", folder.local().folder()));
        return exitCode(result);
    }

    private static int exitCode(TortureResult result) {
        if (result.ok()) {
            return ExitCode.OK;
        }
        if (!result.verdict().ok() || !result.failures().isEmpty()) {
            return ExitCode.DATA_CHECK_FAILED;
        }
        return result.unconfirmed() > 0 ? ExitCode.TIMED_OUT : ExitCode.FAILURE;
    }
}
