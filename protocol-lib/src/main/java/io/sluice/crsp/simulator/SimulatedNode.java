package io.sluice.crsp.simulator;

import java.net.InetSocketAddress;

/**
 * Whoever sits at an address of a {@link SimulatedNetwork}: takes datagrams, sends datagrams, wants to be woken at
 * times. All times are nanoseconds of the network's clock. Called on the one thread of the run.
 */
public interface SimulatedNode {
    /**
     * Takes a datagram.
     *
     * @param datagram owned by the node from now on
     */
    void receive(long now, InetSocketAddress from, byte[] datagram);

    /** Does what time has made due; also called when nothing is. */
    void onTimeout(long now);

    /** When {@link #onTimeout} is wanted, or {@link Long#MAX_VALUE}. */
    long nextTimeout();

    /** Sends everything that waits. */
    void flush(long now, Sender sender);

    /** The way out of a node. */
    @FunctionalInterface
    interface Sender {
        /**
         * Sends a datagram.
         *
         * @param datagram not changed afterwards
         */
        void send(InetSocketAddress to, byte[] datagram);
    }
}
