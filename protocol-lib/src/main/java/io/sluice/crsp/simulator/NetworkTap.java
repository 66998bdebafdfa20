package io.sluice.crsp.simulator;

import java.net.InetSocketAddress;

/** Watches a {@link SimulatedNetwork}. All times are nanoseconds of the network's clock; nothing may be changed. */
public interface NetworkTap {
    /** A node sent this; whether it arrives is open. */
    void sent(long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram);

    /** A node is about to be handed this, which may be damaged; nobody may be there. */
    void arriving(long now, InetSocketAddress from, InetSocketAddress to, byte[] datagram);

    /** Everything that was due at this time is done and sent. */
    void settled(long now);
}
