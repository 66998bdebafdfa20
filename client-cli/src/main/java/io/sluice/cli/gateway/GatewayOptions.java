package io.sluice.cli.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.DurationConverter;
import io.sluice.cli.convert.HostPort;
import io.sluice.cli.convert.HostPortConverter;
import io.sluice.cli.output.Console;
import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.TransportPolicy;
import io.sluice.crsp.qlog.file.QlogDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the gateway is and how to connect; a picocli mixin. */
public final class GatewayOptions {
    /**
     * Sessions that one command begins at once. Handshakes cost both sides' processors: hundreds side by side would all be
     * late, where a few after each other are all in time.
     */
    private static final int CONNECTING_AT_ONCE = 16;

    @Option(names = {"-g",
        "--gateway"}, paramLabel = "HOST:PORT", split = ",", converter = HostPortConverter.class, description = "The gateway; may be given several times, and they are tried in turn (default: SLUICE_GATEWAY"
                + " if set, else those of 'sluice up', localhost:4650).")
    private List<HostPort> gateways = new ArrayList<>();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Option(names = "--transport", paramLabel = "auto|udp|tcp", defaultValue = "auto", converter = TransportConverter.class, description = "What carries the connection: udp, tcp for networks that block UDP, or auto for tcp only while udp gets"
            + " no answer (default: ${DEFAULT-VALUE}).")
    private TransportPolicy transport = TransportPolicy.AUTO;

    @Option(names = "--window", paramLabel = "TIME", converter = DurationConverter.class, description = "How long the session should outlive a lost connection (default: what the gateway gives).")
    private @Nullable Duration window;

    @Option(names = "--connect-timeout", paramLabel = "TIME", defaultValue = "${env:SLUICE_CONNECT_TIMEOUT:-10s}", converter = DurationConverter.class, description = "How long to try to reach a gateway at the start (default: SLUICE_CONNECT_TIMEOUT if set, else 10s)."
            + " Once connected, lost connections are resumed for as long as it takes.")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @Option(names = "--qlog", paramLabel = "DIR", description = "Write an event log of each connection to this folder, for qlog viewers: at most 100 files"
            + " of 16 MiB, the newest.")
    private @Nullable Path qlog;

    private final Semaphore connecting = new Semaphore(CONNECTING_AT_ONCE, true);

    private @Nullable QlogDirectory logs;

    /**
     * Begins a session, with a socket and a thread of its own.
     *
     * @param console told of the connection's changes
     * @return to be closed by the caller
     * @throws CliException if no gateway answers in time, or one refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public SluiceClient connect(Console console) throws CliException, InterruptedException {
        return connect(console, "", false);
    }

    /**
     * Begins one of several sessions, each with a socket and a thread of its own. May be called by many threads: some wait
     * for their turn, and the time to connect counts from then.
     *
     * @param console told of the connection's changes
     * @param who name of the client, for operators and before each note; may be empty
     * @param quiet tells the console nothing
     * @return to be closed by the caller
     * @throws CliException if no gateway answers in time, or one refuses
     * @throws InterruptedException if the thread was interrupted
     */
    public SluiceClient connect(Console console, String who, boolean quiet) throws CliException, InterruptedException {
        ConnectionReporter reporter = new ConnectionReporter(console, who, quiet);
        ClientOptions options = options(console, who, reporter);
        connecting.acquire();
        try {
            return TimedConnect.connect(options, connectTimeout);
        } catch (TimeoutException e) {
            throw unreachable(reporter.lastReason(), e);
        } finally {
            connecting.release();
        }
    }

    private ClientOptions options(Console console, String who, ConnectionReporter reporter) throws CliException {
        ClientOptions.Builder builder = ClientOptions.builder()
                .trust(trust.trust(console))
                .name(who.isEmpty() ? "sluice-cli" : "sluice-cli " + who)
                .transport(transport)
                .listener(reporter);
        for (HostPort gateway : gateways()) {
            // Looked up by the client, again at every attempt.
            String host = gateway.host().isEmpty() ? "localhost" : gateway.host();
            builder.gateway(InetSocketAddress.createUnresolved(host, gateway.port()));
        }
        if (window != null) {
            builder.reconnectWindow(window);
        }
        QlogDirectory directory = openLogs();
        if (directory != null) {
            builder.connection(builder.connection().withLogs(directory));
        }
        return builder.build();
    }

    /** One for all sessions of a command; their files end with their connections. */
    private synchronized @Nullable QlogDirectory openLogs() throws CliException {
        if (qlog != null && logs == null) {
            try {
                logs = QlogDirectory.open(qlog, QlogDirectory.DEFAULT_FILES, QlogDirectory.DEFAULT_FILE_BYTES);
            } catch (IOException e) {
                throw new CliException(
                        ExitCode.ENVIRONMENT,
                        "event logs cannot be written to " + qlog + ": " + e.getMessage(),
                        "Name a folder that can be made or written to.",
                        e);
            }
            QlogDirectory opened = logs;
            Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "qlog-close"));
        }
        return logs;
    }

    private List<HostPort> gateways() throws CliException {
        return gateways.isEmpty() ? DefaultGateways.find() : gateways;
    }

    private CliException unreachable(String reason, Throwable cause) throws CliException {
        String named = gateways().stream().map(HostPort::toString).collect(Collectors.joining(", "));
        return new CliException(
                ExitCode.UNREACHABLE,
                "no gateway can be reached at " + named + " (" + reason + ")",
                "Start one with './sluice up', or name yours with --gateway HOST:PORT.",
                cause);
    }
}
