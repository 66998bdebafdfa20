package io.sluice.crsp.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Decodes the frames of a packet's payload and hands each to a {@link FrameHandler} without building
 * an object for it. Stateless.
 */
public final class FrameReader {
    /** Longest reason phrase kept of a CONNECTION_CLOSE, in bytes. */
    public static final int MAX_REASON = 512;

    private static final int RESET_TOKEN_SIZE = 16;

    private FrameReader() {}

    /**
     * Reads all frames up to the buffer's limit.
     *
     * @return true if a frame was ack-eliciting, that is anything but PADDING, ACK and CONNECTION_CLOSE
     * @throws TransportException if a frame is malformed or unknown; frames before it were handed over
     */
    public static boolean read(ByteBuffer in, FrameHandler handler) {
        boolean ackEliciting = false;
        while (in.hasRemaining()) {
            int type = in.get() & 0xFF;
            switch (type) {
                case FrameType.PADDING -> {
                }
                case FrameType.ACK, FrameType.ACK_ECN -> readAck(type, in, handler);
                case FrameType.CONNECTION_CLOSE -> readClose(in, handler);
                default -> {
                    ackEliciting = true;
                    readAckEliciting(type, in, handler);
                }
            }
        }
        return ackEliciting;
    }

    private static void readAckEliciting(int type, ByteBuffer in, FrameHandler handler) {
        switch (type) {
            case FrameType.PING -> handler.onPing();
            case FrameType.HANDSHAKE -> {
                long offset = VarInt.read(in);
                handler.onHandshake(offset, readBytes(in, VarInt.read(in)));
            }
            case FrameType.STREAM, FrameType.STREAM | 1, FrameType.STREAM | 2, FrameType.STREAM | 3 ->
                readStream(type, in, handler);
            case FrameType.RESET_STREAM ->
                handler.onResetStream(VarInt.read(in), VarInt.read(in), VarInt.read(in));
            case FrameType.SKIP -> readSkip(in, handler);
            case FrameType.STOP_SENDING -> handler.onStopSending(VarInt.read(in), VarInt.read(in));
            case FrameType.MAX_DATA -> handler.onMaxData(VarInt.read(in));
            case FrameType.MAX_STREAM_DATA -> handler.onMaxStreamData(VarInt.read(in), VarInt.read(in));
            case FrameType.MAX_STREAMS -> handler.onMaxStreams(VarInt.read(in));
            case FrameType.DATA_BLOCKED -> handler.onDataBlocked(VarInt.read(in));
            case FrameType.STREAM_DATA_BLOCKED ->
                handler.onStreamDataBlocked(VarInt.read(in), VarInt.read(in));
            case FrameType.DATAGRAM, FrameType.DATAGRAM | FrameType.DATAGRAM_LENGTH -> readDatagram(type, in, handler);
            case FrameType.NEW_TICKET -> {
                long lifetime = VarInt.read(in);
                handler.onNewTicket(lifetime, readBytes(in, VarInt.read(in)));
            }
            case FrameType.RESET_TOKEN -> handler.onResetToken(readBytes(in, RESET_TOKEN_SIZE));
            case FrameType.PATH_CHALLENGE -> handler.onPathChallenge(readLong(in));
            case FrameType.PATH_RESPONSE -> handler.onPathResponse(readLong(in));
            default ->
                throw new TransportException(
                        ErrorCode.FRAME_ENCODING_ERROR, "unknown frame type 0x" + Integer.toHexString(type));
        }
    }

    private static void readStream(int type, ByteBuffer in, FrameHandler handler) {
        long streamId = VarInt.read(in);
        long offset = VarInt.read(in);
        long length = (type & FrameType.STREAM_LENGTH) != 0 ? VarInt.read(in) : in.remaining();
        if (offset + length > VarInt.MAX) {
            throw new TransportException(ErrorCode.FRAME_ENCODING_ERROR, "a stream offset overflows");
        }
        int rest = in.limit();
        int end = beginBytes(in, length);
        handler.onStream(streamId, offset, (type & FrameType.STREAM_FIN) != 0, in);
        in.limit(rest).position(end);
    }

    private static void readSkip(ByteBuffer in, FrameHandler handler) {
        long streamId = VarInt.read(in);
        long offset = VarInt.read(in);
        long length = VarInt.read(in);
        if (length == 0 || offset + length > VarInt.MAX) {
            throw new TransportException(ErrorCode.FRAME_ENCODING_ERROR, "a skipped message is empty or overflows");
        }
        handler.onSkip(streamId, offset, length);
    }

    private static void readDatagram(int type, ByteBuffer in, FrameHandler handler) {
        int start = in.position() - 1;
        long length = (type & FrameType.DATAGRAM_LENGTH) != 0 ? VarInt.read(in) : in.remaining();
        int rest = in.limit();
        int end = beginBytes(in, length);
        handler.onDatagram(end - start, in);
        in.limit(rest).position(end);
    }

    private static void readAck(int type, ByteBuffer in, FrameHandler handler) {
        long largest = VarInt.read(in);
        long delayMicros = VarInt.read(in);
        long moreRanges = VarInt.read(in);
        long last = largest;
        long first = last - VarInt.read(in);
        requireNotNegative(first);
        handler.onAck(largest, delayMicros);
        handler.onAckRange(first, last);
        for (long i = 0; i < moreRanges; i++) {
            last = first - VarInt.read(in) - 2;
            first = last - VarInt.read(in);
            requireNotNegative(first);
            handler.onAckRange(first, last);
        }
        if (type == FrameType.ACK_ECN) {
            handler.onAckEcn(VarInt.read(in), VarInt.read(in), VarInt.read(in));
        }
        handler.onAckEnd();
    }

    private static void requireNotNegative(long packetNumber) {
        if (packetNumber < 0) {
            throw new TransportException(
                    ErrorCode.FRAME_ENCODING_ERROR, "an ACK range goes below packet number 0");
        }
    }

    private static void readClose(ByteBuffer in, FrameHandler handler) {
        long code = VarInt.read(in);
        ByteBuffer reason = readBytes(in, VarInt.read(in));
        reason.limit(Math.min(reason.limit(), reason.position() + MAX_REASON));
        handler.onConnectionClose(code, StandardCharsets.UTF_8.decode(reason).toString());
    }

    private static long readLong(ByteBuffer in) {
        return readBytes(in, Long.BYTES).getLong();
    }

    /** Narrows the buffer to the next bytes, which needs no object as a view of them would; returns their end. */
    private static int beginBytes(ByteBuffer in, long length) {
        if (length > in.remaining()) {
            throw cutOff();
        }
        int end = in.position() + (int) length;
        in.limit(end);
        return end;
    }

    private static TransportException cutOff() {
        return new TransportException(ErrorCode.FRAME_ENCODING_ERROR, "a frame is cut off");
    }

    private static ByteBuffer readBytes(ByteBuffer in, long length) {
        if (length > in.remaining()) {
            throw cutOff();
        }
        ByteBuffer bytes = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return bytes;
    }
}
