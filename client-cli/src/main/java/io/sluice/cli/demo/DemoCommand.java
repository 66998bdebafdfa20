package io.sluice.cli.demo;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.commands.WaitingLine;
import io.sluice.cli.convert.DurationRange;
import io.sluice.cli.convert.DurationRangeConverter;
import io.sluice.cli.convert.PortConverter;
import io.sluice.cli.convert.ProbabilityConverter;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.PortPlan;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.simulator.LinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice demo}: the main job, seen from start to end. */
@Command(name = "demo", description = {
    "Shows what this is for: starts Kafka and a gateway, writes a sequence of numbers to a topic, receives it over"
            + " UDP through a bad link, kills the gateway with SIGKILL half-way and starts it again. In the end"
            + " every number has come exactly once, in order, and the checksums are equal.",
    "Then it stays up until Ctrl-C, so that you can look around. It has a folder and ports of its own and does not"
            + " disturb 'sluice up'."
}, exitCodeList = {
    "0:with --exit: every number came exactly once, and all is stopped",
    "2:wrong usage",
    "3:the gateway cannot be reached through the link",
    "5:something was lost, repeated or changed",
    "6:a port is taken, a demo runs already, or the build is missing",
    "7:not ready, or nothing received, in time",
    "130:stopped by Ctrl-C; Kafka and the gateway are stopped, too"
}, footer = {
    "  sluice demo",
    "  sluice demo --exit --records 50000 --loss 30%% --corruption 30%%"
})
public final class DemoCommand extends SluiceCommand {
    /** The gateway first, then Kafka: each may need a while on a busy machine. */
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(45);

    private static final Duration FOR_EVER = Duration.ofDays(365);

    @Option(names = "--exit", description = "Stop everything at the end; the last line tells the outcome:"
            + " demo: delivered N lost 0 repeated 0 resumed R")
    private boolean exit;

    @Option(names = "--records", paramLabel = "N", defaultValue = ""
            + DemoSettings.DEFAULT_RECORDS, description = "Numbers to deliver (default: ${DEFAULT-VALUE}).")
    private long records = DemoSettings.DEFAULT_RECORDS;

    @Option(names = "--loss", paramLabel = "PERCENT", defaultValue = "10%", converter = ProbabilityConverter.class, description = "Datagrams that never arrive, each way (default: ${DEFAULT-VALUE}).")
    private double loss;

    @Option(names = "--corruption", paramLabel = "PERCENT", defaultValue = "10%", converter = ProbabilityConverter.class, description = "Datagrams that arrive with bits flipped, each way (default: ${DEFAULT-VALUE}).")
    private double corruption;

    @Option(names = "--delay", paramLabel = "MIN..MAX", defaultValue = "0..100ms", converter = DurationRangeConverter.class, description = "Delay each way, each datagram's own (default: ${DEFAULT-VALUE}).")
    private DurationRange delay = new DurationRange(Duration.ZERO, Duration.ofMillis(100));

    @Option(names = "--port", paramLabel = "PORT", converter = PortConverter.class, description = "UDP port for devices (default: "
            + InstanceSettings.DEFAULT_PORT + ", or the next free one).")
    private @Nullable Integer port;

    @Option(names = "--http-port", paramLabel = "PORT", converter = PortConverter.class, description = "Port of the console, on loopback (default: "
            + InstanceSettings.DEFAULT_HTTP_PORT + ", or the next free one).")
    private @Nullable Integer httpPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", converter = PortConverter.class, description = "Port of Kafka; the next one is its controller's"
            + " (default: " + InstanceSettings.DEFAULT_KAFKA_PORT + ", or the next free pair).")
    private @Nullable Integer kafkaPort;

    @Option(names = "--home", paramLabel = "FOLDER", description = "Folder with its data and logs (default: demo in"
            + " SLUICE_HOME if set, else .sluice/demo in the project's folder).")
    private @Nullable Path home;

    @Override
    protected int run(Console console) throws Exception {
        DemoSettings settings = settings();
        LocalInstance instance = instance(console);
        Thread self = Thread.currentThread();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt, PATIENCE_TO_STOP)) {
            DemoResult result;
            try (Demo demo = new Demo(console, instance, settings)) {
                result = demo.run(new WaitingLine(console));
                show(console, result);
                if (!exit) {
                    stayUp(console, instance, result, signal);
                    return ExitCode.INTERRUPTED;
                }
            }
            console.result(DemoReport.verdict(result), DemoReport.json(result));
            return result.ok() ? ExitCode.OK : ExitCode.DATA_CHECK_FAILED;
        }
    }

    private DemoSettings settings() throws CliException {
        try {
            return new DemoSettings(records, LinkSettings.builder().loss(loss).corruption(corruption)
                    .delay(delay.min(), delay.max()).build());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice demo --help'.", e);
        }
    }

    private LocalInstance instance(Console console) throws CliException {
        LocalHome folder = new LocalHome(home == null ? LocalHome.standard().folder().resolve("demo") : home);
        Installation installation = Installation.find();
        LocalInstance last = new LocalInstance(installation, InstanceSettings.load(folder));
        if (last.running()) {
            return last;
        }
        PortPlan ports = new PortPlan();
        InstanceSettings settings = new InstanceSettings(folder, ports.device(port), ports.http(httpPort),
                ports.kafka(kafkaPort), false, Optional.empty());
        tellOfOtherPort(console, port, InstanceSettings.DEFAULT_PORT, settings.port());
        tellOfOtherPort(console, httpPort, InstanceSettings.DEFAULT_HTTP_PORT, settings.httpPort());
        tellOfOtherPort(console, kafkaPort, InstanceSettings.DEFAULT_KAFKA_PORT, settings.kafkaPort());
        return new LocalInstance(installation, settings);
    }

    private static void tellOfOtherPort(Console console, @Nullable Integer named, int usual, int chosen) {
        if (named == null && chosen != usual) {
            console.note("port " + usual + " is taken, such as by 'sluice up': using " + chosen);
        }
    }

    private static void show(Console console, DemoResult result) {
        if (!console.json()) {
            console.result(System.lineSeparator() + DemoReport.table(result) + System.lineSeparator(), Json.object());
            if (!result.ok()) {
                console.note(result.report().toString());
            }
        }
    }

    private static void stayUp(Console console, LocalInstance instance, DemoResult result, ShutdownSignal signal)
            throws InterruptedException {
        LocalHome home = instance.settings().home();
        console.result(DemoReport.verdict(result), DemoReport.json(result));
        console.note("""

                The console: %s  (user admin, password in %s)
                It stays up until Ctrl-C, which stops Kafka and the gateway.""".formatted(instance.gateway().console(),
                home.adminPasswordFile()));
        try {
            while (!signal.await(FOR_EVER)) {
                // Nothing else to do.
            }
        } catch (InterruptedException e) {
            if (!signal.requested()) {
                throw e;
            }
        }
    }
}
