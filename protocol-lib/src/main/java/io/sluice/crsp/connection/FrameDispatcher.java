package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.PacketSpace;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameHandler;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;

/** Leads the frames of a received packet to the part of the connection that each concerns. */
final class FrameDispatcher implements FrameHandler {
    private static final long NANOS_PER_MICRO = 1000;

    /** No acknowledgement waits longer, whatever a peer says: keeps the arithmetic far from overflow. */
    private static final long MAX_DELAY_MICROS = 10_000_000;

    private final Connection connection;
    private PacketSpace space = new PacketSpace();
    private long now;
    private boolean handshakeOnly;

    FrameDispatcher(Connection connection) {
        this.connection = connection;
    }

    /** Returns true if the packet was ack-eliciting. */
    boolean dispatch(long time, PacketSpace packetSpace, ByteBuffer payload, boolean onlyHandshake) {
        now = time;
        space = packetSpace;
        handshakeOnly = onlyHandshake;
        return FrameReader.read(payload, this);
    }

    private void requireDataPacket() {
        if (handshakeOnly) {
            throw new TransportException(
                    ErrorCode.PROTOCOL_VIOLATION, "a handshake packet carries a frame that it may not");
        }
    }

    @Override
    public void onPing() {}

    @Override
    public void onAck(long largest, long delayMicros) {
        long delay = Math.min(delayMicros, MAX_DELAY_MICROS) * NANOS_PER_MICRO;
        connection.recovery().beginAck(now, space, largest, delay);
    }

    @Override
    public void onAckRange(long first, long last) {
        connection.recovery().ackRange(now, space, first, last);
    }

    @Override
    public void onAckEcn(long ect0, long ect1, long congestionExperienced) {
        connection.recovery().ackEcn(space, ect0, ect1, congestionExperienced);
    }

    @Override
    public void onAckEnd() {
        connection.recovery().endAck(now, space);
    }

    @Override
    public void onHandshake(long offset, ByteBuffer data) {
        Handshake handshake = connection.handshake();
        if (handshakeOnly && handshake != null) {
            handshake.onData(offset, data);
        } else {
            throw new TransportException(
                    ErrorCode.PROTOCOL_VIOLATION, "a handshake frame came after the handshake");
        }
    }

    @Override
    public void onStream(long streamId, long offset, boolean fin, ByteBuffer data) {
        requireDataPacket();
        connection.streams().onStream(streamId, offset, fin, data);
    }

    @Override
    public void onResetStream(long streamId, long errorCode, long finalSize) {
        requireDataPacket();
        connection.streams().onResetStream(streamId, errorCode, finalSize);
    }

    @Override
    public void onSkip(long streamId, long offset, long length) {
        requireDataPacket();
        connection.streams().onSkip(streamId, offset, length);
    }

    @Override
    public void onStopSending(long streamId, long errorCode) {
        requireDataPacket();
        connection.streams().onStopSending(streamId, errorCode);
    }

    @Override
    public void onMaxData(long maximum) {
        requireDataPacket();
        connection.streams().onMaxData(maximum);
    }

    @Override
    public void onMaxStreamData(long streamId, long maximum) {
        requireDataPacket();
        connection.streams().onMaxStreamData(streamId, maximum);
    }

    @Override
    public void onMaxStreams(long maximum) {
        requireDataPacket();
        connection.streams().onMaxStreams(maximum);
    }

    @Override
    public void onDataBlocked(long limit) {
        requireDataPacket();
    }

    @Override
    public void onStreamDataBlocked(long streamId, long limit) {
        requireDataPacket();
    }

    @Override
    public void onPathChallenge(long data) {
        requireDataPacket();
        connection.paths().onChallenge(data);
    }

    @Override
    public void onPathResponse(long data) {
        requireDataPacket();
        connection.onPathResponse(data);
    }

    @Override
    public void onDatagram(int frameSize, ByteBuffer data) {
        requireDataPacket();
        connection.onDatagram(frameSize, data);
    }

    @Override
    public void onNewTicket(long lifetimeSeconds, ByteBuffer ticket) {
        requireDataPacket();
        connection.onNewTicket(ticket);
    }

    @Override
    public void onResetToken(ByteBuffer token) {
        requireDataPacket();
        connection.onResetToken(token);
    }

    @Override
    public void onConnectionClose(long errorCode, String reason) {
        if (handshakeOnly && connection.ignoresInitialClose()) {
            // Anyone can write an INITIAL packet: once there are keys, only they end the connection.
            return;
        }
        connection.onPeerClose(now, errorCode, reason);
    }
}
