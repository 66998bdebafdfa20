package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionIds;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.udp.UdpSettings.Driver;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP port, served by one or more event loops. Opened at once with the driver that the settings ask for; the log
 * says which one it is and why. Safe for threads.
 *
 * <pre>{@code
 * try (UdpTransport transport = UdpTransport.open(UdpSettings.of(local), config, remote -> handler, factory)) {
 *     UdpLoop loop = transport.loop();
 *     loop.execute(() -> loop.connect(gateway, security, handler));
 * }
 * }</pre>
 */
public final class UdpTransport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);

    private final List<UdpLoop> loops = new ArrayList<>();

    private UdpTransport() {}

    /**
     * Opens a transport whose loops share one acceptor, which must be safe for threads if there are several loops.
     *
     * @param acceptor for clients, or null for a transport that only connects
     * @throws IOException if the address cannot be bound, or the native driver was asked for and does not work here
     */
    public static UdpTransport open(
            UdpSettings settings, EndpointConfig config, @Nullable ConnectionAcceptor acceptor, ThreadFactory threads)
            throws IOException {
        return openEach(settings, config, acceptor == null ? null : loop -> acceptor, threads);
    }

    /**
     * Opens a transport whose loops have an acceptor each.
     *
     * @param acceptors for clients, or null for a transport that only connects
     * @throws IOException if the address cannot be bound, or the native driver was asked for and does not work here
     */
    public static UdpTransport openEach(
            UdpSettings settings, EndpointConfig config, @Nullable LoopAcceptors acceptors, ThreadFactory threads)
            throws IOException {
        List<DatagramPort> ports = openPorts(settings, acceptors != null);
        UdpTransport transport = new UdpTransport();
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < ports.size(); i++) {
            ConnectionIds ids = ConnectionIds.ofLoop(random, i, ports.size());
            transport.loops.add(new UdpLoop(transport, i, ids, ports.get(i), config, acceptors, threads));
        }
        transport.loops.forEach(UdpLoop::start);
        return transport;
    }

    private static List<DatagramPort> openPorts(UdpSettings settings, boolean accepting) throws IOException {
        String refusal = settings.driver() == Driver.NIO ? "the settings ask for it" : EpollPort.unavailability();
        if (refusal != null && settings.driver() == Driver.NATIVE) {
            throw new IOException("the native UDP driver does not work here: " + refusal);
        }
        int count = settings.loops();
        boolean shared = count > 1 || (accepting && refusal == null);
        List<DatagramPort> ports = new ArrayList<>(count);
        InetSocketAddress local = settings.local();
        try {
            if (shared && local.getPort() != 0) {
                requireFree(local);
            }
            for (int i = 0; i < count; i++) {
                DatagramPort port = refusal == null ? EpollPort.open(local, shared) : NioPort.open(local, shared);
                ports.add(port);
                local = new InetSocketAddress(local.getAddress(), port.localAddress().getPort());
            }
        } catch (IOException e) {
            ports.forEach(DatagramPort::close);
            throw e;
        }
        if (accepting) {
            setHandshakesApart(ports, settings.handshakesPerSecond());
        } else {
            ports.forEach(UdpTransport::watchUnreachable);
        }
        LOG.info("UDP driver: {}, {}", ports.getFirst().description() + (refusal == null ? "" : ", because " + refusal),
                count == 1 ? "1 event loop" : count + " event loops");
        return ports;
    }

    /** A client learns sooner that its gateway is gone; elsewhere than on Linux silence has to tell. */
    private static void watchUnreachable(DatagramPort port) {
        if (port instanceof EpollPort epoll) {
            epoll.watchUnreachable();
        }
    }

    /** So that a flood of handshakes takes no room from connections; they work without, too. */
    private static void setHandshakesApart(List<DatagramPort> ports, int perSecond) {
        List<EpollPort> able = ports.stream()
                .flatMap(port -> port instanceof EpollPort epoll ? Stream.of(epoll) : Stream.empty()).toList();
        try {
            for (EpollPort port : able) {
                port.openHandshakes(new HandshakePace(perSecond));
            }
            if (!able.isEmpty()) {
                able.getFirst().steer(able.size());
            }
        } catch (IOException e) {
            LOG.warn("UDP driver: handshakes and connections share a queue, because this system cannot steer", e);
            able.forEach(EpollPort::closeHandshakes);
        }
    }

    /** Sockets that share a port would share it with another process's, too, instead of telling that it is taken. */
    private static void requireFree(InetSocketAddress local) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(null)) {
            probe.setReuseAddress(false);
            probe.bind(local);
        }
    }

    /** The bound address, the same for every loop. */
    public InetSocketAddress localAddress() {
        return loops.getFirst().port().localAddress();
    }

    /** Which driver serves the port and what it can do here. */
    public String description() {
        return loops.getFirst().port().description();
    }

    /** The event loops; at least one. */
    public List<UdpLoop> loops() {
        return List.copyOf(loops);
    }

    /** The first event loop; the only one unless the settings asked for more. */
    public UdpLoop loop() {
        return loops.getFirst();
    }

    UdpLoop loop(int index) {
        return loops.get(index);
    }

    /**
     * Closes every connection with {@link ErrorCode#GOING_AWAY}, waits for them up to the closing period
     * and frees the port.
     */
    @Override
    public void close() {
        close(ErrorCode.GOING_AWAY, "the endpoint is stopping");
    }

    /** Closes with a code of the caller's choice. */
    public void close(ErrorCode code, String message) {
        loops.forEach(loop -> loop.beginClose(code, message));
        loops.forEach(UdpLoop::awaitStopped);
    }
}
