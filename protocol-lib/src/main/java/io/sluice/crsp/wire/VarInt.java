package io.sluice.crsp.wire;

import java.nio.ByteBuffer;

/**
 * Variable-length integers of 1, 2, 4 or 8 bytes, big-endian, whose two highest bits tell the length
 * (RFC 9000 §16). Range 0 to 2<sup>62</sup>-1. A longer form than needed is accepted.
 */
public final class VarInt {
    /** The largest value that can be written: 2<sup>62</sup>-1. */
    public static final long MAX = (1L << 62) - 1;

    private VarInt() {}

    /**
     * The number of bytes that {@link #write} uses.
     *
     * @throws IllegalArgumentException if the value is outside 0..{@link #MAX}
     */
    public static int size(long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException("not a variable-length integer: " + value);
        }
        if (value < 1L << 6) {
            return 1;
        }
        if (value < 1L << 14) {
            return 2;
        }
        return value < 1L << 30 ? 4 : 8;
    }

    /** Writes the shortest form at the buffer's position. */
    public static void write(ByteBuffer out, long value) {
        switch (size(value)) {
            case 1 -> out.put((byte) value);
            case 2 -> out.putShort((short) (value | 0x4000));
            case 4 -> out.putInt((int) value | 0x8000_0000);
            default -> out.putLong(value | 0xC000_0000_0000_0000L);
        }
    }

    /**
     * Reads one integer at the buffer's position.
     *
     * @throws TransportException {@link ErrorCode#FRAME_ENCODING_ERROR} if the buffer ends first
     */
    public static long read(ByteBuffer in) {
        if (!in.hasRemaining()) {
            throw truncated();
        }
        byte first = in.get(in.position());
        int length = 1 << ((first & 0xC0) >> 6);
        if (in.remaining() < length) {
            throw truncated();
        }
        return switch (length) {
            case 1 -> in.get() & 0x3F;
            case 2 -> in.getShort() & 0x3FFF;
            case 4 -> in.getInt() & 0x3FFF_FFFF;
            default -> in.getLong() & MAX;
        };
    }

    private static TransportException truncated() {
        return new TransportException(ErrorCode.FRAME_ENCODING_ERROR, "an integer is cut off");
    }
}
