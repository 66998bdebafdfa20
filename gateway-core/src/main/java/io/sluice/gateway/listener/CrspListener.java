package io.sluice.gateway.listener;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.DatagramConfig;
import io.sluice.crsp.connection.SendBudget;
import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointStatistics;
import io.sluice.crsp.qlog.file.QlogDirectory;
import io.sluice.crsp.tcp.TcpListener;
import io.sluice.crsp.tcp.TcpSettings;
import io.sluice.crsp.tcp.TcpStatistics;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's UDP socket and event loop, and the TCP port beside it. */
public final class CrspListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CrspListener.class);

    /** Any free UDP port is asked for this often, until the TCP port of its number is free, too. */
    private static final int PORT_TRIES = 20;

    private final UdpTransport transport;
    private final @Nullable TcpListener tcp;
    private final @Nullable QlogDirectory logs;
    private final SendBudget sendBudget;

    private CrspListener(UdpTransport transport, @Nullable TcpListener tcp, @Nullable QlogDirectory logs,
            SendBudget sendBudget) {
        this.transport = transport;
        this.tcp = tcp;
        this.logs = logs;
        this.sendBudget = sendBudget;
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
                .withDatagramSize(ConnectionConfig.DEFAULT.datagramSize(), config.maxDatagramBytes())
                .withDatagrams(DatagramConfig.ACCEPTED)
                .withSendBudget(new SendBudget(config.sendBufferBytes()))
                .withLimits(config.maxMessageBytes(), config.maxStreams() + 1);
        QlogDirectory logs = openLogs(config);
        EndpointConfig endpoint = EndpointConfig.of(
                logs == null ? connection : connection.withLogs(logs), config.clusterSecret(),
                Certificates.security(config));
        UdpSettings settings = UdpSettings.of(new InetSocketAddress(config.host(), config.port()))
                .withDriver(config.driver()).withHandshakesPerSecond(config.handshakeRate());
        try {
            return config.tcp()
                    ? openBoth(config, settings, endpoint, acceptor, threads, logs)
                    : new CrspListener(UdpTransport.open(settings, endpoint, acceptor, threads), null, logs,
                            endpoint.connection().sendBudget());
        } catch (IOException e) {
            if (logs != null) {
                logs.close();
            }
            throw e;
        }
    }

    private static CrspListener openBoth(
            GatewayConfig config,
            UdpSettings settings,
            EndpointConfig endpoint,
            ConnectionAcceptor acceptor,
            ThreadFactory threads,
            @Nullable QlogDirectory logs)
            throws IOException {
        for (int tries = 1;; tries++) {
            UdpTransport transport = UdpTransport.open(settings, endpoint, acceptor, threads);
            InetSocketAddress beside = new InetSocketAddress(config.host(), transport.localAddress().getPort());
            try {
                TcpListener tcp = TcpListener.open(
                        TcpSettings.of(beside), endpoint.security(), transport.loops(), threads);
                LOG.info("Listening for CRSP on TCP {}", tcp.localAddress());
                return new CrspListener(transport, tcp, logs, endpoint.connection().sendBudget());
            } catch (IOException e) {
                transport.close();
                if (config.port() != 0 || tries == PORT_TRIES) {
                    throw new IOException("TCP port " + beside.getPort() + ": " + e.getMessage(), e);
                }
            }
        }
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

    /** Bytes for all clients together that are ready or not acknowledged; from any thread. */
    public long sendBufferUsed() {
        return sendBudget.used();
    }

    /** The bound address. */
    public InetSocketAddress address() {
        return transport.localAddress();
    }

    /** Counters of the TCP port, or null if there is none; from any thread. */
    public @Nullable TcpStatistics tcpStatistics() {
        return tcp == null ? null : tcp.statistics();
    }

    /** A snapshot of the counters, from any thread; completes on the event loop. */
    public CompletableFuture<EndpointStatistics> statistics() {
        CompletableFuture<EndpointStatistics> answer = new CompletableFuture<>();
        loop().execute(() -> answer.complete(loop().endpoint().statistics()));
        return answer;
    }

    /** Tells every client that the gateway goes away, and frees the ports. */
    @Override
    public void close() {
        transport.close();
        if (tcp != null) {
            tcp.close();
        }
        if (logs != null) {
            logs.close();
        }
    }
}
