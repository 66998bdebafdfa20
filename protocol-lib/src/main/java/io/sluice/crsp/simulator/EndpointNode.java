package io.sluice.crsp.simulator;

import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.Transmit;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A machine with one {@link Endpoint}: it has a clock of its own, which may jump ahead as after a sleep, and it may
 * freeze, as a process does that is paused. Not safe for threads.
 */
public final class EndpointNode implements SimulatedNode {
    /** Datagrams that wait in the socket of a frozen process; more are lost. */
    private static final int SOCKET_BUFFER = 64;

    private static final int MAX_DATAGRAM = 65_535;
    private static final long RUNNING = Long.MIN_VALUE;

    private record Waiting(InetSocketAddress from, byte[] datagram, int ecn) {}

    private final Endpoint endpoint;
    private final Transmit transmit = new Transmit(ByteBuffer.allocate(MAX_DATAGRAM));
    private final ArrayDeque<Waiting> socket = new ArrayDeque<>();
    private long offset;
    private long frozenUntil = RUNNING;

    /**
     * @param offset how far this machine's clock is ahead of the network's, in nanoseconds; may be negative
     */
    public EndpointNode(Endpoint endpoint, long offset) {
        this.endpoint = endpoint;
        this.offset = offset;
    }

    /** The endpoint of this machine. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** This machine's clock at a time of the network's. */
    public long local(long now) {
        return now + offset;
    }

    /** Lets this machine's clock jump ahead. */
    public void jump(long nanos) {
        offset += nanos;
    }

    /** Stops the process until then; its clock goes on, its socket keeps a few datagrams. */
    public void freeze(long until) {
        frozenUntil = Math.max(frozenUntil, until);
    }

    /** True while the process is stopped: its application must not act either. */
    public boolean isFrozen(long now) {
        return now < frozenUntil;
    }

    @Override
    public void receive(long now, InetSocketAddress from, byte[] datagram) {
        receive(now, from, datagram, 0);
    }

    @Override
    public void receive(long now, InetSocketAddress from, byte[] datagram, int ecn) {
        if (!isFrozen(now)) {
            endpoint.receive(local(now), from, ByteBuffer.wrap(datagram), ecn);
        } else if (socket.size() < SOCKET_BUFFER) {
            socket.add(new Waiting(from, datagram, ecn));
        }
    }

    @Override
    public void onTimeout(long now) {
        if (isFrozen(now)) {
            return;
        }
        frozenUntil = RUNNING;
        while (!socket.isEmpty()) {
            Waiting waiting = socket.remove();
            receive(now, waiting.from(), waiting.datagram(), waiting.ecn());
        }
        endpoint.onTimeout(local(now));
    }

    @Override
    public long nextTimeout() {
        if (frozenUntil != RUNNING) {
            return frozenUntil;
        }
        long next = endpoint.nextTimeout();
        // A deadline of never or at once is no time of a clock.
        return next == Long.MAX_VALUE || next == Long.MIN_VALUE ? next : next - offset;
    }

    @Override
    public void flush(long now, Sender sender) {
        if (isFrozen(now)) {
            return;
        }
        while (endpoint.pollTransmit(local(now), transmit)) {
            byte[] datagram = new byte[transmit.buffer().remaining()];
            transmit.buffer().get(datagram);
            sender.send(transmit.destination(), datagram, transmit.ecn());
        }
    }
}
