package io.sluice.crsp.connection;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What a side announces in its hello (RFC 9000 §18): a list of (id, length, value), unknown ids
 * ignored, each at most once.
 *
 * @param idleTimeout the announcing side's idle timeout
 * @param maxAckDelay the longest that it holds acknowledgements back
 * @param maxDatagramSize the largest datagram that it takes, in bytes
 * @param maxData initial credit over all streams, in bytes
 * @param maxStreamData initial credit of each stream, in bytes
 * @param maxStreams streams that may be opened towards it
 * @param maxMessageSize the largest message that it takes, in bytes
 * @param maxDatagramFrameSize the largest DATAGRAM frame that it takes, in bytes; 0 for none
 * @param resetToken 16 bytes that end a stateless reset of this connection; empty if it sends none
 */
public record TransportParameters(
        Duration idleTimeout,
        Duration maxAckDelay,
        int maxDatagramSize,
        long maxData,
        long maxStreamData,
        long maxStreams,
        int maxMessageSize,
        int maxDatagramFrameSize,
        byte[] resetToken) {

    /** Bytes of a stateless reset token. */
    public static final int RESET_TOKEN_SIZE = 16;

    static final int IDLE_TIMEOUT = 0x01;
    static final int RESET_TOKEN = 0x02;
    static final int MAX_DATAGRAM_SIZE = 0x03;
    static final int MAX_DATA = 0x04;
    static final int MAX_STREAM_DATA = 0x05;
    static final int MAX_STREAMS = 0x06;
    static final int MAX_ACK_DELAY = 0x07;
    static final int MAX_MESSAGE_SIZE = 0x08;
    /** The number that RFC 9221 gave it. */
    static final int MAX_DATAGRAM_FRAME_SIZE = 0x20;

    private static final byte[] NO_TOKEN = {};

    /** True if a datagram ends with a reset token; takes the same time wherever they differ. */
    static boolean endsWith(ByteBuffer datagram, byte[] resetToken) {
        int from = datagram.limit() - resetToken.length;
        if (resetToken.length == 0 || from < 0) {
            return false;
        }
        int difference = 0;
        for (int i = 0; i < resetToken.length; i++) {
            difference |= datagram.get(from + i) ^ resetToken[i];
        }
        return difference == 0;
    }

    /** The same with another reset token; empty for none. */
    TransportParameters withResetToken(byte[] token) {
        return new TransportParameters(idleTimeout, maxAckDelay, maxDatagramSize, maxData, maxStreamData, maxStreams,
                maxMessageSize, maxDatagramFrameSize, token);
    }

    static TransportParameters of(ConnectionConfig config, byte[] resetToken) {
        return new TransportParameters(
                config.idleTimeout(),
                config.maxAckDelay(),
                65_000,
                config.connectionWindow(),
                config.streamWindow(),
                config.maxStreams(),
                config.maxMessageSize(),
                config.datagrams().maxFrameSize(),
                resetToken);
    }

    void write(ByteBuffer out) {
        writeNumber(out, IDLE_TIMEOUT, idleTimeout.toMillis());
        writeNumber(out, MAX_ACK_DELAY, maxAckDelay.toMillis());
        writeNumber(out, MAX_DATAGRAM_SIZE, maxDatagramSize);
        writeNumber(out, MAX_DATA, maxData);
        writeNumber(out, MAX_STREAM_DATA, maxStreamData);
        writeNumber(out, MAX_STREAMS, maxStreams);
        writeNumber(out, MAX_MESSAGE_SIZE, maxMessageSize);
        if (maxDatagramFrameSize > 0) {
            writeNumber(out, MAX_DATAGRAM_FRAME_SIZE, maxDatagramFrameSize);
        }
        if (resetToken.length > 0) {
            VarInt.write(out, RESET_TOKEN);
            VarInt.write(out, resetToken.length);
            out.put(resetToken);
        }
    }

    private static void writeNumber(ByteBuffer out, int id, long value) {
        VarInt.write(out, id);
        VarInt.write(out, VarInt.size(value));
        VarInt.write(out, value);
    }

    static TransportParameters read(ByteBuffer in) {
        long idle = 0;
        long ackDelay = 25;
        long datagram = 65_000;
        long data = 0;
        long streamData = 0;
        long streams = 0;
        long message = 0;
        long datagramFrame = 0;
        byte[] token = NO_TOKEN;
        long seen = 0;
        while (in.hasRemaining()) {
            long id = VarInt.read(in);
            ByteBuffer value = readValue(in);
            if (id < Long.SIZE) {
                if ((seen & 1L << id) != 0) {
                    throw invalid("parameter " + id + " came twice");
                }
                seen |= 1L << id;
            }
            switch ((int) Math.min(id, Integer.MAX_VALUE)) {
                case IDLE_TIMEOUT -> idle = number(value, id, 1, 86_400_000);
                case MAX_ACK_DELAY -> ackDelay = number(value, id, 0, 1000);
                case MAX_DATAGRAM_SIZE -> datagram = number(value, id, 1200, 65_535);
                case MAX_DATA -> data = number(value, id, 0, VarInt.MAX);
                case MAX_STREAM_DATA -> streamData = number(value, id, 0, VarInt.MAX);
                case MAX_STREAMS -> streams = number(value, id, 0, 1L << 60);
                case MAX_MESSAGE_SIZE -> message = number(value, id, 1, Integer.MAX_VALUE);
                case MAX_DATAGRAM_FRAME_SIZE -> datagramFrame = number(value, id, 0, 65_535);
                case RESET_TOKEN -> token = token(value);
                default -> {
                }
            }
        }
        if (idle == 0 || message == 0) {
            throw invalid("idle timeout and largest message must be given");
        }
        return new TransportParameters(
                Duration.ofMillis(idle), Duration.ofMillis(ackDelay), (int) datagram, data, streamData,
                streams, (int) message, (int) datagramFrame, token);
    }

    private static ByteBuffer readValue(ByteBuffer in) {
        long length = VarInt.read(in);
        if (length > in.remaining()) {
            throw invalid("a parameter is cut off");
        }
        ByteBuffer value = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return value;
    }

    private static byte[] token(ByteBuffer value) {
        if (value.remaining() != RESET_TOKEN_SIZE) {
            throw invalid("a reset token has 16 bytes");
        }
        byte[] token = new byte[RESET_TOKEN_SIZE];
        value.get(token);
        return token;
    }

    private static long number(ByteBuffer value, long id, long low, long high) {
        long number = VarInt.read(value);
        if (value.hasRemaining() || number < low || number > high) {
            throw invalid("parameter " + id + " is out of its range: " + number);
        }
        return number;
    }

    private static TransportException invalid(String message) {
        return new TransportException(ErrorCode.TRANSPORT_PARAMETER_ERROR, message);
    }
}
