package io.sluice.crsp.wire;

import java.nio.ByteBuffer;

/**
 * Receives the frames of one packet from {@link FrameReader}, in order. Buffers handed in are valid only during
 * the call; their content is what remains from position to limit, and may be the packet itself. Methods may throw {@link TransportException}.
 */
public interface FrameHandler {
    void onPing();

    /**
     * One ACK frame. The ranges follow as {@code onAckRange} calls, highest first, and end with {@code
     * onAckEnd}.
     *
     * @param largest the largest acknowledged packet number
     * @param delayMicros how long the peer held the acknowledgement, in microseconds
     */
    void onAck(long largest, long delayMicros);

    /** Packets {@code first..last}, both included. */
    void onAckRange(long first, long last);

    /**
     * How many packets of this number space arrived with each mark (RFC 9000 §19.3.2); only in some ACK frames, after
     * the ranges.
     */
    default void onAckEcn(long ect0, long ect1, long congestionExperienced) {}

    void onAckEnd();

    void onHandshake(long offset, ByteBuffer data);

    void onStream(long streamId, long offset, boolean fin, ByteBuffer data);

    void onResetStream(long streamId, long errorCode, long finalSize);

    /** The message whose length field begins at this offset, with so many bytes in all, will not be sent any more. */
    void onSkip(long streamId, long offset, long length);

    void onStopSending(long streamId, long errorCode);

    void onMaxData(long maximum);

    void onMaxStreamData(long streamId, long maximum);

    /** The total number of streams that the receiver may open, ever. */
    void onMaxStreams(long maximum);

    void onDataBlocked(long limit);

    void onStreamDataBlocked(long streamId, long limit);

    /** The peer asks whether this address is ours; the same eight bytes must go back. */
    void onPathChallenge(long data);

    void onPathResponse(long data);

    /**
     * An unreliable datagram.
     *
     * @param frameSize bytes of the whole frame, which is what the receiver limits
     */
    void onDatagram(int frameSize, ByteBuffer data);

    /** A ticket for a later connection, good for so many seconds. */
    void onNewTicket(long lifetimeSeconds, ByteBuffer ticket);

    /** Sixteen bytes that end a stateless reset of this connection. */
    void onResetToken(ByteBuffer token);

    void onConnectionClose(long errorCode, String reason);
}
