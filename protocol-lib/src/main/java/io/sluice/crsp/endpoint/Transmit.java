package io.sluice.crsp.endpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One datagram to send; reused for every datagram by its owner. */
public final class Transmit {
    private ByteBuffer buffer;
    private @Nullable InetSocketAddress destination;
    private int ecn;

    /**
     * @param buffer with room for the largest datagram; its content is the datagram from position to
     *     limit
     */
    public Transmit(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** Has the next datagram written elsewhere. */
    public void buffer(ByteBuffer next) {
        buffer = next;
    }

    /** Where to send it; set whenever {@link Endpoint#pollTransmit} returned true. */
    public InetSocketAddress destination() {
        if (destination == null) {
            throw new IllegalStateException("nothing was polled");
        }
        return destination;
    }

    /**
     * The two bits of explicit congestion notification that the IP header should have (RFC 3168 §5), 0 to 3. A driver
     * that cannot set them leaves them 0: connections notice and go on without.
     */
    public int ecn() {
        return ecn;
    }

    void ecn(int codepoint) {
        ecn = codepoint;
    }

    void destination(InetSocketAddress address) {
        destination = address;
    }
}
