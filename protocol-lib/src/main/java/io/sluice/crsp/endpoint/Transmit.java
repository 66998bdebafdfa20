package io.sluice.crsp.endpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One datagram to send; reused for every datagram by its owner. */
public final class Transmit {
    private ByteBuffer buffer;
    private @Nullable InetSocketAddress destination;

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

    void destination(InetSocketAddress address) {
        destination = address;
    }
}
