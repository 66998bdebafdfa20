package io.sluice.benchmarks.contestant;

import io.sluice.crsp.simulator.HandshakeJunk;
import io.sluice.crsp.simulator.HandshakeJunk.Invitation;
import io.sluice.crsp.simulator.HandshakeJunk.Kind;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that sends first datagrams which must not become connections, from many addresses of the loopback network
 * where the system has them (Linux), else from many ports. It yields the processors to everyone else where the system has
 * such a priority, as someone's machine would that sends from afar. Nobody reads what comes back.
 */
public final class HandshakeFlood implements AutoCloseable {
    private static final int SOURCES = 256;
    private static final int SMALLEST_BUFFER = 2048;
    private static final int BURST = 16;
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int INVITATION_MILLIS = 1000;

    private final InetSocketAddress target;
    private final int perSecond;
    private final HandshakeJunk junk = new HandshakeJunk(1);
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(HandshakeJunk.SIZE);
    private final List<DatagramChannel> sources = new ArrayList<>();
    private final Invitation invitation;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile long sent;
    private volatile @Nullable IOException failure;

    /**
     * Begins at once.
     *
     * @param gateway whose tokens are forged and stolen; it must take connections
     * @param target where the flood goes: the gateway, or something beside it
     * @param perSecond datagrams; 0 for as many as the thread can send
     */
    public HandshakeFlood(InetSocketAddress gateway, InetSocketAddress target, int perSecond) throws IOException {
        this.target = target;
        this.perSecond = perSecond;
        invitation = invitation(gateway);
        boolean many = hasManyAddresses();
        while (sources.size() < SOURCES) {
            sources.add(source(many ? host(sources.size()) : InetAddress.getLoopbackAddress()));
        }
        thread = Thread.ofPlatform().daemon().name("handshake-flood").start(this::run);
    }

    private Invitation invitation(InetSocketAddress gateway) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
            channel.connect(gateway);
            junk.write(Kind.NO_TOKEN, null, datagram);
            channel.write(datagram);
            ByteBuffer answer = ByteBuffer.allocate(HandshakeJunk.SIZE);
            channel.socket().setSoTimeout(INVITATION_MILLIS);
            DatagramPacket packet = new DatagramPacket(answer.array(), answer.capacity());
            channel.socket().receive(packet);
            Invitation received = Invitation.of(answer.limit(packet.getLength()));
            if (received == null) {
                throw new IOException("the gateway answers a first datagram with something else than RETRY");
            }
            return received;
        }
    }

    private static InetAddress host(int index) throws IOException {
        return InetAddress.getByAddress(new byte[]{127, (byte) (1 + index % 97), (byte) index, (byte) (1 + index % 7)});
    }

    private static boolean hasManyAddresses() throws IOException {
        try (DatagramChannel probe = DatagramChannel.open(StandardProtocolFamily.INET)) {
            probe.bind(new InetSocketAddress(host(1), 0));
            return true;
        } catch (BindException e) {
            System.err.println("this system lends only 127.0.0.1: the flood comes from many ports of one address");
            return false;
        }
    }

    private DatagramChannel source(InetAddress host) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALLEST_BUFFER);
        channel.bind(new InetSocketAddress(host, 0)).configureBlocking(false);
        channel.connect(target);
        return channel;
    }

    private void run() {
        if (!IdlePriority.take()) {
            System.err.println("the flood's sender takes its share of the processors from those it floods");
        }
        long begun = System.nanoTime();
        try {
            while (!stopped) {
                if (perSecond > 0 && sent >= (System.nanoTime() - begun) * 1e-9 * perSecond) {
                    LockSupport.parkNanos(PAUSE);
                } else {
                    burst();
                }
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the flood's thread alone.
    private void burst() throws IOException {
        long count = sent;
        for (int i = 0; i < BURST; i++) {
            Kind kind = junk.nextKind();
            junk.write(kind, kind.showsToken() ? invitation : null, datagram);
            sources.get((int) (count % SOURCES)).write(datagram);
            count++;
        }
        sent = count;
    }

    /** Datagrams sent so far. Callable from any thread. */
    public long sent() throws IOException {
        IOException problem = failure;
        if (problem != null) {
            throw problem;
        }
        return sent;
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DatagramChannel source : sources) {
            source.close();
        }
    }
}
