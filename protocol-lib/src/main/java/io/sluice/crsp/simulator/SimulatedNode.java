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

    /**
     * Takes a datagram with its mark of explicit congestion notification; most nodes do not care.
     *
     * @param ecn the two bits of the IP header, 0 to 3
     */
    default void receive(long now, InetSocketAddress from, byte[] datagram, int ecn) {
        receive(now, from, datagram);
    }

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
        default void send(InetSocketAddress to, byte[] datagram) {
            send(to, datagram, 0);
        }

        /**
         * Sends a datagram with a mark of explicit congestion notification.
         *
         * @param ecn the two bits of the IP header, 0 to 3
         */
        void send(InetSocketAddress to, byte[] datagram, int ecn);
    }
}
