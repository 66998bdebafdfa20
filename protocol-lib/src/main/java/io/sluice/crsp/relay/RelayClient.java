package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.SimulatedLink;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** One client address: its socket towards the target and its two links. */
final class RelayClient {
    private final DatagramChannel upstream;
    private final RelayLink up;
    private final RelayLink down;
    private long lastActiveNanos;

    RelayClient(
            SocketAddress address,
            long ordinal,
            RelaySettings settings,
            DatagramChannel upstream,
            DatagramChannel listener,
            long nowNanos) {
        this.upstream = upstream;
        this.up = new RelayLink(
                SimulatedLink.seeded(settings.up(), LinkSeeds.up(settings.seed(), ordinal)), this::sendToTarget);
        this.down = new RelayLink(
                SimulatedLink.seeded(settings.down(), LinkSeeds.down(settings.seed(), ordinal)),
                datagram -> listener.send(datagram, address));
        this.lastActiveNanos = nowNanos;
    }

    /** A connected channel has no way to send an empty datagram, so that counts as not taken. */
    private int sendToTarget(ByteBuffer datagram) throws IOException {
        return datagram.hasRemaining() ? upstream.write(datagram) : -1;
    }

    DatagramChannel upstream() {
        return upstream;
    }

    RelayLink up() {
        return up;
    }

    RelayLink down() {
        return down;
    }

    void touch(long nowNanos) {
        lastActiveNanos = nowNanos;
    }

    boolean idleFor(long nanos, long nowNanos) {
        return nowNanos - lastActiveNanos >= nanos;
    }

    void cut() {
        up.simulated().cut();
        down.simulated().cut();
    }

    void restore() {
        up.simulated().restore();
        down.simulated().restore();
    }
}
