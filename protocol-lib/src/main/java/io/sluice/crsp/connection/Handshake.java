package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.PacketSpace;
import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.stream.ReceiveSide;
import io.sluice.crsp.stream.SendSide;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of hellos over the handshake's own ordered bytes and number space. Given up as a whole
 * once the peer is seen to have finished it. Not safe for threads.
 */
final class Handshake {
    /** The most handshake bytes taken from a peer. */
    static final int MAX_BYTES = 16 * 1024;

    private final PacketSpace space = new PacketSpace();
    private final SendSide send = new SendSide(Long.MAX_VALUE);
    private final ReceiveSide receive = new ReceiveSide(MAX_BYTES);
    private byte[] gathered = {};
    private @Nullable TransportParameters peer;

    Handshake(TransportParameters own) {
        byte[] hello = new HandshakeMessage(SecurityMode.PLAIN, own).encode();
        send.write(hello, 0, hello.length);
    }

    PacketSpace space() {
        return space;
    }

    /** What the peer announced, or null before its hello is whole. */
    @Nullable
    TransportParameters peer() {
        return peer;
    }

    void onData(long offset, ByteBuffer data) {
        if (offset + data.remaining() > MAX_BYTES) {
            throw new TransportException(ErrorCode.HANDSHAKE_FAILED, "the handshake is too long");
        }
        receive.receive(offset, data, false);
        int fresh = (int) receive.available();
        if (fresh == 0 || peer != null) {
            return;
        }
        byte[] all = Arrays.copyOf(gathered, gathered.length + fresh);
        receive.read(all, gathered.length, fresh);
        gathered = all;
        HandshakeMessage hello = HandshakeMessage.decode(all, all.length);
        if (hello != null) {
            peer = hello.parameters();
        }
    }

    boolean isSendable() { return send.isSendable(Long.MAX_VALUE); }

    void write(ByteBuffer out, SentPacket packet) {
        while (out.remaining() > 32 && send.isSendable(Long.MAX_VALUE)) {
            long offset = send.chunkOffset();
            int room = out.remaining() - 1 - VarInt.size(offset) - 2;
            int length = send.chunkLength(room, Long.MAX_VALUE / 2);
            out.put((byte) FrameType.HANDSHAKE);
            VarInt.write(out, offset);
            VarInt.write(out, length);
            send.send(offset, length, false, out);
            packet.addFrame(FrameKind.HANDSHAKE, 0, offset, length);
        }
    }

    void onAcknowledged(long offset, long length) {
        send.onAcknowledged(offset, length, false);
    }

    void onLost(long offset, long length) {
        send.onLost(offset, length, false);
    }

    /** The gateway asked for an address token: everything goes again. */
    void restart() {
        send.onLost(0, send.end(), false);
    }
}
