package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.ByteRateConverter;
import io.sluice.cli.convert.CutConverter;
import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.convert.DurationRange;
import io.sluice.cli.convert.DurationRangeConverter;
import io.sluice.cli.convert.HostPort;
import io.sluice.cli.convert.HostPortConverter;
import io.sluice.cli.convert.ProbabilityConverter;
import io.sluice.cli.convert.SizeConverter;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.relay.CutSchedule;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.RelayStatistics;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice proxy}: a bad network between clients and a gateway. */
@Command(name = "proxy", description = {
    "Puts a bad network between clients and a gateway: a UDP relay that loses, damages, delays, repeats and"
            + " reorders datagrams, limits their rate and cuts the link. One seed decides all chance.",
    "Runs until Ctrl-C, or for --duration."
}, exitCodeList = {
    "0:the --duration is over",
    "2:wrong usage",
    "3:the target's host is unknown",
    "6:the port to listen on is taken",
    "130:stopped by Ctrl-C"
}, footer = {
    "  sluice proxy --listen 4651 --target localhost:4650 --loss 10%% --corruption 10%% --delay 0..100ms",
    "  sluice receive --plain --gateway localhost:4651 --topic numbers"
})
public final class ProxyCommand extends SluiceCommand {

    /** Which way datagrams are treated badly. */
    enum Direction {
        /** Clients to target. */
        up,
        /** Target to clients. */
        down,
        /** Both. */
        both
    }

    @Option(names = "--listen", paramLabel = "[HOST:]PORT", defaultValue = "127.0.0.1:4651", converter = HostPortConverter.class, description = "Where clients send to; port 0 takes a free one, host 0.0.0.0 all networks (default:"
            + " ${DEFAULT-VALUE}).")
    private HostPort listen = new HostPort("127.0.0.1", 4651);

    @Option(names = "--target", paramLabel = "HOST:PORT", defaultValue = "localhost:4650", converter = HostPortConverter.class, description = "The gateway; it may be away for a while (default: ${DEFAULT-VALUE}).")
    private HostPort target = new HostPort("localhost", 4650);

    @Option(names = "--loss", paramLabel = "PERCENT", defaultValue = "0%", converter = ProbabilityConverter.class, description = "Datagrams that never arrive.")
    private double loss;

    @Option(names = "--corruption", paramLabel = "PERCENT", defaultValue = "0%", converter = ProbabilityConverter.class, description = "Datagrams that arrive with 1 to 8 bits flipped.")
    private double corruption;

    @Option(names = "--duplicate", paramLabel = "PERCENT", defaultValue = "0%", converter = ProbabilityConverter.class, description = "Datagrams that arrive twice.")
    private double duplication;

    @Option(names = "--reorder", paramLabel = "PERCENT", defaultValue = "0%", converter = ProbabilityConverter.class, description = "Datagrams that are held back by --reorder-delay, so that later ones overtake them.")
    private double reordering;

    @Option(names = "--reorder-delay", paramLabel = "TIME", defaultValue = "20ms", converter = DurationConverter.class, description = "How long --reorder holds back (default: ${DEFAULT-VALUE}).")
    private Duration reorderingDelay = Duration.ofMillis(20);

    @Option(names = "--delay", paramLabel = "MIN..MAX", defaultValue = "0", converter = DurationRangeConverter.class, description = "Delay, each datagram's own, such as 0..100ms or 50ms; up to a minute.")
    private DurationRange delay = new DurationRange(Duration.ZERO, Duration.ZERO);

    @Option(names = "--rate", paramLabel = "RATE", defaultValue = "0", converter = ByteRateConverter.class, description = "Limit for each client and direction, such as 125kB/s or 1Mbit/s; 0 for none.")
    private long bytesPerSecond;

    @Option(names = "--packets-per-second", paramLabel = "N", defaultValue = "0", description = "Limit for each client and direction in datagrams; 0 for none.")
    private long packetsPerSecond;

    @Option(names = "--queue", paramLabel = "SIZE", defaultValue = "256KiB", converter = SizeConverter.class, description = "What may wait for a limit; more is dropped (default: ${DEFAULT-VALUE}).")
    private long queueBytes = 256 * 1024;

    @Option(names = "--mtu", paramLabel = "BYTES", defaultValue = "65535", description = "Longer datagrams vanish (default: ${DEFAULT-VALUE}).")
    private int mtu = LinkSettings.MAX_MTU;

    @Option(names = "--direction", defaultValue = "both", description = "Which way all this happens: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Direction direction = Direction.both;

    @Option(names = "--cut", paramLabel = "START+TIME[/EVERY]", converter = CutConverter.class, description = "Cut the link, such as 10s+5s: ten seconds after the start, for five; 10s+5s/60s: and again"
            + " every minute. May be given several times.")
    private List<CutSchedule> cuts = List.of();

    @Option(names = "--seed", paramLabel = "N", description = "Decides all chance (default: another one each run, printed).")
    private @Nullable Long seed;

    @Option(names = "--max-clients", paramLabel = "N", defaultValue = "4096", description = "Client addresses at once (default: ${DEFAULT-VALUE}).")
    private int maxClients = RelaySettings.DEFAULT_MAX_CLIENTS;

    @Option(names = "--duration", paramLabel = "TIME", converter = DurationConverter.class, description = "Stop after this time (default: at Ctrl-C).")
    private @Nullable Duration duration;

    @Option(names = "--statistics", paramLabel = "TIME", defaultValue = "5s", converter = DurationConverter.class, description = "How often statistics are printed, if anything happened (default: ${DEFAULT-VALUE}).")
    private Duration statisticsInterval = Duration.ofSeconds(5);

    @Override
    protected int run(Console console) throws Exception {
        RelaySettings settings = settings();
        try (UdpRelay relay = start(settings);
                ShutdownSignal signal = ShutdownSignal.install()) {
            announce(console, relay.localAddress(), settings);
            boolean interrupted = report(console, relay, signal);
            RelayStatistics last = relay.statistics();
            console.result(
                    "stopped" + System.lineSeparator() + ProxyReport.text(last), ProxyReport.json("stopped", last));
            return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
        }
    }

    private RelaySettings settings() throws CliException {
        try {
            LinkSettings bad = LinkSettings.builder()
                    .loss(loss)
                    .corruption(corruption)
                    .duplication(duplication)
                    .reordering(reordering)
                    .reorderingDelay(reorderingDelay)
                    .delay(delay.min(), delay.max())
                    .bytesPerSecond(bytesPerSecond)
                    .packetsPerSecond(packetsPerSecond)
                    .queueBytes(Math.clamp(queueBytes, 0, Integer.MAX_VALUE))
                    .mtu(mtu)
                    .build();
            LinkSettings good = LinkSettings.perfect();
            return RelaySettings.builder(listen.resolve("127.0.0.1"), target.resolve("localhost"))
                    .up(direction == Direction.down ? good : bad)
                    .down(direction == Direction.up ? good : bad)
                    .seed(seed == null ? ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE) : seed)
                    .maxClients(maxClients)
                    .cuts(cuts)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice proxy --help'.", e);
        }
    }

    private static UdpRelay start(RelaySettings settings) throws CliException {
        try {
            return UdpRelay.start(settings);
        } catch (BindException e) {
            throw new CliException(
                    ExitCode.ENVIRONMENT,
                    "the UDP address " + text(settings.listen()) + " cannot be listened on: " + e.getMessage(),
                    "Stop what uses it, or choose another one with --listen PORT.",
                    e);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "no socket can be had: " + e.getMessage(), "", e);
        }
    }

    private static void announce(Console console, InetSocketAddress listening, RelaySettings settings) {
        console.result(
                "listening on %s, forwarding to %s, seed %d"
                        .formatted(text(listening), text(settings.target()), settings.seed()),
                Json.object()
                        .put("event", "listening")
                        .put("listen", text(listening))
                        .put("port", listening.getPort())
                        .put("target", text(settings.target()))
                        .put("seed", settings.seed()));
    }

    private static String text(InetSocketAddress address) {
        return new HostPort(address.getHostString(), address.getPort()).toString();
    }

    /** Prints statistics until the time is over; true if the user ended it before. */
    private boolean report(Console console, UdpRelay relay, ShutdownSignal signal) throws InterruptedException {
        long start = System.nanoTime();
        RelayStatistics last = relay.statistics();
        while (true) {
            Duration wait = statisticsInterval;
            if (duration != null) {
                Duration left = duration.minusNanos(System.nanoTime() - start);
                if (!left.isPositive()) {
                    return false;
                }
                wait = wait.compareTo(left) < 0 ? wait : left;
            }
            if (signal.await(wait)) {
                return true;
            }
            RelayStatistics now = relay.statistics();
            if (!now.equals(last)) {
                console.result(ProxyReport.text(now), ProxyReport.json("statistics", now));
                last = now;
            }
        }
    }
}
