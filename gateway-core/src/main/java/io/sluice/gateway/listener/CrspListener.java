package io.sluice.gateway.listener;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointStatistics;
import io.sluice.crsp.qlog.file.QlogDirectory;
import io.sluice.crsp.udp.UdpLoop;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpTransport;
import io.sluice.gateway.config.GatewayConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The gateway's UDP socket and event loop. */
public final class CrspListener implements AutoCloseable {
    private final UdpTransport transport;
    private final @Nullable QlogDirectory logs;

    private CrspListener(UdpTransport transport, @Nullable QlogDirectory logs) {
        this.transport = transport;
        this.logs = logs;
    }

    /**
     * Binds the configured address and begins to answer.
     *
     * @throws IOException if the address is taken or not this machine's, or the folder of event logs cannot be made
     * @throws IllegalArgumentException if a keystore cannot be read
     */
    public static CrspListener open(GatewayConfig config, ConnectionAcceptor acceptor, ThreadFactory threads)
            throws IOException {
        // Clients send the heartbeats; the gateway only listens for them.
        ConnectionConfig connection = ConnectionConfig.DEFAULT
                .withIdle(config.idleTimeout(), Duration.ZERO)
                .withLimits(config.maxMessageBytes(), config.maxStreams() + 1);
        QlogDirectory logs = openLogs(config);
        EndpointConfig endpoint = EndpointConfig.of(
                logs == null ? connection : connection.withLogs(logs), config.clusterSecret(),
                Certificates.security(config));
        UdpSettings settings = UdpSettings.of(new InetSocketAddress(config.host(), config.port()))
                .withDriver(config.driver());
        return new CrspListener(UdpTransport.open(settings, endpoint, acceptor, threads), logs);
    }

    private static @Nullable QlogDirectory openLogs(GatewayConfig config) throws IOException {
        return config.qlogDirectory().isEmpty()
                ? null
                : QlogDirectory.open(config.qlogDirectory().get(), config.qlogFiles(), config.qlogFileBytes());
    }

    /** The event loop of every connection. */
    public UdpLoop loop() {
        return transport.loop();
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return transport.localAddress();
    }

    /** A snapshot of the counters, from any thread; completes on the event loop. */
    public CompletableFuture<EndpointStatistics> statistics() {
        CompletableFuture<EndpointStatistics> answer = new CompletableFuture<>();
        loop().execute(() -> answer.complete(loop().endpoint().statistics()));
        return answer;
    }

    /** Tells every client that the gateway goes away, and frees the port. */
    @Override
    public void close() {
        transport.close();
        if (logs != null) {
            logs.close();
        }
    }
}
