package io.sluice.benchmarks.contestant;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** Bare datagrams through {@code java.nio}: a selector, and one system call a packet. Nothing is sent again. */
public final class UdpOverNio implements Contestant {
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;
    private static final int MAX_DATAGRAM = 65_535;
    private static final long POLL_MILLIS = 100;

    @Override
    public AutoCloseable start(Workload workload, Network network) throws IOException {
        Ends ends = new Ends(workload);
        Selector serverSelector = ends.own(Selector.open());
        DatagramChannel server = ends.own(open(network.serverAddress(), serverSelector));
        InetSocketAddress target = network.towards((InetSocketAddress) server.getLocalAddress());
        Selector clientSelector = ends.own(Selector.open());
        DatagramChannel client = ends.own(open(new InetSocketAddress(target.getAddress(), 0), clientSelector));
        client.connect(target);
        ends.run("udp-server", () -> serve(workload, server, serverSelector));
        ends.run("udp-client", () -> send(workload, client, clientSelector));
        return ends;
    }

    private static DatagramChannel open(InetSocketAddress local, Selector selector) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER);
        channel.bind(local).configureBlocking(false).register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private static void serve(Workload workload, DatagramChannel channel, Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        while (!workload.isStopped() && selector.isOpen()) {
            if (!await(selector)) {
                continue;
            }
            for (SocketAddress from = channel.receive(buffer.clear()); from != null; from = channel
                    .receive(buffer.clear())) {
                if (workload.onMessage(buffer.flip())) {
                    channel.send(buffer, from);
                }
            }
        }
    }

    private static void send(Workload workload, DatagramChannel channel, Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
        while (!workload.isStopped()) {
            while (workload.isReady()) {
                workload.write(buffer.clear());
                try {
                    channel.write(buffer.flip());
                } catch (PortUnreachableException e) {
                    // The server is gone: the run is over.
                    return;
                }
            }
            if (await(selector)) {
                while (channel.read(buffer.clear()) > 0) {
                    workload.onReply(buffer.flip());
                }
            }
        }
    }

    private static boolean await(Selector selector) throws IOException {
        try {
            boolean any = selector.select(POLL_MILLIS) > 0;
            selector.selectedKeys().clear();
            return any;
        } catch (ClosedSelectorException e) {
            return false;
        }
    }
}
