package io.sluice.crsp.udp;

import io.sluice.crsp.endpoint.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A bound UDP socket and the wait for it: what differs between the drivers. Opened on any thread; everything else is
 * called on the loop's thread unless it says otherwise.
 */
sealed interface DatagramPort permits NioPort, EpollPort {
    /** Takes what the socket received. */
    interface Sink {
        /**
         * @param datagram position 0, limit at its end; the port's again afterwards
         * @param ecn the two bits of explicit congestion notification it came with (RFC 3168 §5); 0 if the port cannot
         *     read them
         */
        void datagram(InetSocketAddress from, ByteBuffer datagram, int ecn);

        /** The network reports that nobody takes datagrams there: a hint that anyone can forge (RFC 8085 §5.2). */
        void unreachable(InetSocketAddress destination);
    }

    /** The bound address; from any thread. */
    InetSocketAddress localAddress();

    /** Which driver and what it can do here, for the log; from any thread. */
    String description();

    /**
     * Waits until datagrams are there, the socket takes some again, {@link #wakeUp} was called or the time is over.
     *
     * @param nanos 0 or less not to wait, {@link Long#MAX_VALUE} for ever
     */
    void await(long nanos) throws IOException;

    /** Ends the present or the next {@link #await}; from any thread. */
    void wakeUp();

    /** Hands over a batch of what has come. If more is left, the next {@link #await} returns at once. */
    void receive(Sink sink) throws IOException;

    /**
     * Sends what the endpoint has, until it has no more or the socket takes no more; of what is in the background only so
     * much that others need not wait long for the loop.
     *
     * @return true if more could be sent at once
     */
    boolean send(long now, Endpoint endpoint) throws IOException;

    /** Frees the socket. */
    void close();
}
