package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.Transmit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The portable driver: a {@link DatagramChannel} and a selector, one system call a datagram, no marks of congestion. */
final class NioPort implements DatagramPort {
    private static final Logger LOG = LoggerFactory.getLogger(NioPort.class);
    private static final int MAX_DATAGRAM = 65_535;
    private static final int RECEIVE_BATCH = 256;

    /** Datagrams of the background that are sent before the loop looks for something else. */
    private static final int BACKGROUND_DATAGRAMS = 256;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress localAddress;
    private final AtomicBoolean awake = new AtomicBoolean();
    private final ByteBuffer receiveBuffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final Transmit transmit = new Transmit(ByteBuffer.allocateDirect(MAX_DATAGRAM));
    private final UnreachableLog unreachable = new UnreachableLog(LOG);

    private NioPort(DatagramChannel channel, Selector selector) throws IOException {
        this.channel = channel;
        this.selector = selector;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Binds a socket.
     *
     * @param shared whether other loops' sockets are bound to the same port
     * @throws IOException if the address cannot be bound
     */
    static NioPort open(InetSocketAddress local, boolean shared) throws IOException {
        Selector selector = Selector.open();
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SocketBuffers.SIZE);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SocketBuffers.SIZE);
            forbidFragments(channel);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(local);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
            return new NioPort(channel, selector);
        } catch (IOException | RuntimeException e) {
            channel.close();
            selector.close();
            throw e;
        }
    }

    /** A fragment lost is a datagram lost, and a path's true size shows only whole datagrams (RFC 8899 §3). */
    private static void forbidFragments(DatagramChannel channel) throws IOException {
        if (channel.supportedOptions().contains(ExtendedSocketOptions.IP_DONTFRAGMENT)) {
            channel.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public String description() {
        return "NIO";
    }

    @Override
    public void await(long nanos) throws IOException {
        if (nanos <= 0) {
            selector.selectNow();
        } else if (nanos == Long.MAX_VALUE) {
            selector.select();
        } else {
            selector.select(Math.max(1, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI));
        }
        awake.set(false);
    }

    @Override
    public void wakeUp() {
        if (awake.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    @Override
    public void receive(Sink sink) throws IOException {
        selector.selectedKeys().clear();
        for (int i = 0; i < RECEIVE_BATCH; i++) {
            receiveBuffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) channel.receive(receiveBuffer);
            } catch (PortUnreachableException e) {
                continue;
            }
            if (from == null) {
                return;
            }
            sink.datagram(from, receiveBuffer.flip(), 0);
        }
    }

    @Override
    public boolean send(long now, Endpoint endpoint) {
        for (int count = 0; count < BACKGROUND_DATAGRAMS || endpoint.hasForeground(); count++) {
            if (!endpoint.pollTransmit(now, transmit)) {
                return false;
            }
            InetSocketAddress destination = transmit.destination();
            try {
                channel.send(transmit.buffer(), destination);
                unreachable.onSent(destination);
            } catch (IOException e) {
                // As lost on the way: recovery sends it again.
                unreachable.onFailed(destination, transmit.buffer().limit(), e.toString());
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("Closing the UDP socket failed", e);
        }
    }
}
