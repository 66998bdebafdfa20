package io.sluice.crsp.relay;

import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One client address: its socket towards the target and its two links. */
final class RelayClient {
    private final InetSocketAddress address;
    private final long ordinal;
    private final RelaySettings settings;
    private final DatagramChannel upstream;
    private final RelayLink up;
    private final RelayLink down;
    private @Nullable LinkSettings condition;
    private int conditions;
    private long lastActiveNanos;

    RelayClient(
            InetSocketAddress address,
            long ordinal,
            RelaySettings settings,
            DatagramChannel upstream,
            DatagramChannel listener,
            long nowNanos) {
        this.address = address;
        this.ordinal = ordinal;
        this.settings = settings;
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

    InetSocketAddress address() {
        return address;
    }

    /** Makes both links like this, null for as set up; nothing happens to links that are so already. */
    void become(@Nullable LinkSettings other) {
        if (Objects.equals(condition, other)) {
            return;
        }
        condition = other;
        conditions++;
        long seed = LinkSeeds.up(settings.seed(), ordinal) + conditions;
        up.become(SimulatedLink.seeded(other == null ? settings.up() : other, LinkSeeds.up(seed, ordinal)));
        down.become(SimulatedLink.seeded(other == null ? settings.down() : other, LinkSeeds.down(seed, ordinal)));
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
