package io.sluice.crsp.udp;

import io.sluice.crsp.simulator.HandshakeJunk.Invitation;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sockets on many addresses of 127.0.0.0/8, which Linux lends to everyone. They see what is sent back to the addresses
 * that a flood pretends to come from. Where there is only 127.0.0.1, they differ in their ports. For one thread.
 */
final class SpoofedSources implements AutoCloseable {
    private final List<Source> sources = new ArrayList<>();
    private final boolean manyAddresses;
    private final InetSocketAddress gateway;

    /** One address and port, with what went there and back. */
    static final class Source {
        private final DatagramChannel channel;
        private final InetSocketAddress address;
        private final ByteBuffer answer = ByteBuffer.allocateDirect(65_535);
        private @Nullable Invitation first;
        private @Nullable Invitation latest;
        private long bytesSent;
        private long bytesReceived;
        private long answers;

        Source(InetAddress host, InetSocketAddress gateway) throws IOException {
            channel = DatagramChannel.open(StandardProtocolFamily.INET);
            try {
                channel.bind(new InetSocketAddress(host, 0));
                channel.connect(gateway);
                channel.configureBlocking(false);
                address = (InetSocketAddress) channel.getLocalAddress();
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        /** Returns false if the system had no room for it. */
        boolean send(ByteBuffer datagram) throws IOException {
            int written = channel.write(datagram);
            bytesSent += written;
            return written > 0;
        }

        /** Takes the answers that are there. */
        void drain() throws IOException {
            while (channel.read(answer.clear()) > 0) {
                answer.flip();
                answers++;
                bytesReceived += answer.limit();
                Invitation invitation = Invitation.of(answer);
                if (invitation != null) {
                    first = first == null ? invitation : first;
                    latest = invitation;
                }
            }
        }

        /** The first token that this address was given. */
        @Nullable
        Invitation first() {
            return first;
        }

        /** The last token that this address was given. */
        @Nullable
        Invitation latest() {
            return latest;
        }

        InetSocketAddress address() {
            return address;
        }

        long bytesSent() {
            return bytesSent;
        }

        long bytesReceived() {
            return bytesReceived;
        }
    }

    /** As many sources, each of another address where the system has them. */
    SpoofedSources(InetSocketAddress gateway, int count) throws IOException {
        this.gateway = gateway;
        manyAddresses = canBind(host(0));
        if (!manyAddresses) {
            System.out.println("HERE IS NO ADDRESS BUT 127.0.0.1: the flood comes from " + count
                    + " ports of one address instead of as many addresses");
        }
        try {
            while (sources.size() < count) {
                add();
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** One more: of a new address at first, later of the first addresses with another port. */
    void add() throws IOException {
        InetAddress host = manyAddresses ? host(sources.size() % 300) : InetAddress.getLoopbackAddress();
        sources.add(new Source(host, gateway));
    }

    private static boolean canBind(InetAddress host) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.bind(new InetSocketAddress(host, 0));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private static InetAddress host(int index) throws IOException {
        return InetAddress.getByAddress(
                new byte[]{127, (byte) (1 + index % 97), (byte) (index / 3), (byte) (1 + index % 251)});
    }

    List<Source> all() {
        return sources;
    }

    /** The sources in turn, for ever. */
    Source at(long turn) {
        return sources.get((int) (turn % sources.size()));
    }

    void drain() throws IOException {
        for (Source source : sources) {
            source.drain();
        }
    }

    long answers() {
        return sources.stream().mapToLong(source -> source.answers).sum();
    }

    @Override
    public void close() throws IOException {
        for (Source source : sources) {
            source.channel.close();
        }
    }
}
