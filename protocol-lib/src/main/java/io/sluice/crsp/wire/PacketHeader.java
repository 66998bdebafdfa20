package io.sluice.crsp.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes packet headers. One instance is reused for many packets by one thread; {@link
 * #read} overwrites all of it.
 *
 * <pre>
 * INITIAL, RETRY:  flags(8) version(32) destination(64) source(64) [tokenLength(i) token] [number(32)]
 * DATA:            flags(8) destination(64) number(32)
 * </pre>
 */
public final class PacketHeader {
    /** CRSP/2 as specified in docs/protocol.md: ASCII "CRS2". */
    public static final int VERSION_2 = 0x43525332;

    /** Versions of the form 0x?a?a?a?a are never used; they keep peers from ossifying (RFC 9000 §15). */
    public static final int GREASE_MASK = 0x0f0f0f0f;

    public static final int GREASE_VERSION = 0x0a0a0a0a;

    /** Bytes of a DATA header: flags, destination connection id, packet number. */
    public static final int DATA_HEADER_SIZE = 13;

    /** Where the packet number of a DATA packet begins. */
    public static final int DATA_NUMBER_OFFSET = 9;

    /** Flag of a DATA packet: which of two successive keys protects it (RFC 9001 §6). */
    public static final int DATA_KEY_PHASE = 0x01;

    /** The flags of a DATA packet that are hidden in secure mode: all but form and fixed. */
    public static final int DATA_PROTECTED_FLAGS = 0x3f;

    /** Bytes of a long header up to and including the source connection id. */
    public static final int LONG_HEADER_SIZE = 21;

    /** Longest address token accepted, in bytes. */
    public static final int MAX_TOKEN = 256;

    private static final int LONG = 0x80;
    private static final int FIXED = 0x40;
    private static final int TYPE_MASK = 0x30;
    private static final int TYPE_INITIAL = 0x00;
    private static final int TYPE_RETRY = 0x20;

    private PacketType type = PacketType.DATA;
    private int version;
    private long destination;
    private long source;
    private @Nullable ByteBuffer token;
    private long truncatedNumber;

    public PacketType type() {
        return type;
    }

    /** The version of a long header; 0 for VERSION_NEGOTIATION. */
    public int version() {
        return version;
    }

    /** The connection id chosen by the receiver of this packet. */
    public long destination() {
        return destination;
    }

    /** The connection id chosen by the sender; only in long headers. */
    public long source() {
        return source;
    }

    /** A view of the address token of an INITIAL or RETRY, or null; valid as long as the datagram. */
    public @Nullable ByteBuffer token() {
        return token;
    }

    /** The low 32 bits of the packet number. */
    public long truncatedNumber() {
        return truncatedNumber;
    }

    /**
     * Reads a header and leaves the buffer at the first byte of the payload. For versions other than
     * {@link #VERSION_2} only version and connection ids are read, for those never change.
     *
     * @return false if this is no CRSP header; nothing else may then be read from this object
     */
    public boolean read(ByteBuffer in) {
        token = null;
        if (in.remaining() < DATA_HEADER_SIZE) {
            return false;
        }
        int flags = in.get() & 0xFF;
        if ((flags & LONG) == 0) {
            if ((flags & FIXED) == 0) {
                return false;
            }
            type = PacketType.DATA;
            destination = in.getLong();
            truncatedNumber = in.getInt() & 0xFFFF_FFFFL;
            return true;
        }
        if (in.remaining() < LONG_HEADER_SIZE - 1) {
            return false;
        }
        version = in.getInt();
        destination = in.getLong();
        source = in.getLong();
        if (version == 0) {
            type = PacketType.VERSION_NEGOTIATION;
            return true;
        }
        if (version != VERSION_2) {
            type = PacketType.INITIAL;
            return true;
        }
        return (flags & FIXED) != 0 && readVersion2(flags & TYPE_MASK, in);
    }

    private boolean readVersion2(int typeBits, ByteBuffer in) {
        if (typeBits != TYPE_INITIAL && typeBits != TYPE_RETRY) {
            return false;
        }
        type = typeBits == TYPE_INITIAL ? PacketType.INITIAL : PacketType.RETRY;
        if (!in.hasRemaining()) {
            return false;
        }
        int lengthBytes = 1 << ((in.get(in.position()) & 0xC0) >> 6);
        if (in.remaining() < lengthBytes) {
            return false;
        }
        long length = VarInt.read(in);
        if (length > MAX_TOKEN || length > in.remaining()) {
            return false;
        }
        token = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        if (type == PacketType.RETRY) {
            return true;
        }
        if (in.remaining() < 4) {
            return false;
        }
        truncatedNumber = in.getInt() & 0xFFFF_FFFFL;
        return true;
    }

    /** Writes an INITIAL header; {@code token} is copied and keeps its position. */
    public static void writeInitial(
            ByteBuffer out, long destination, long source, byte[] token, long packetNumber) {
        out.put((byte) (LONG | FIXED | TYPE_INITIAL)).putInt(VERSION_2).putLong(destination).putLong(source);
        VarInt.write(out, token.length);
        out.put(token).putInt((int) packetNumber);
    }

    public static void writeRetry(ByteBuffer out, long destination, long source, byte[] token) {
        out.put((byte) (LONG | FIXED | TYPE_RETRY)).putInt(VERSION_2).putLong(destination).putLong(source);
        VarInt.write(out, token.length);
        out.put(token);
    }

    /**
     * Writes a whole VERSION_NEGOTIATION but for its checksum.
     *
     * @param grease a version of the greasing pattern to list beside the real ones
     */
    public static void writeVersionNegotiation(
            ByteBuffer out, long destination, long source, int grease) {
        out.put((byte) (LONG | FIXED)).putInt(0).putLong(destination).putLong(source);
        out.putInt(VERSION_2).putInt(grease);
    }

    public static void writeData(ByteBuffer out, long destination, long packetNumber) {
        out.put((byte) FIXED).putLong(destination).putInt((int) packetNumber);
    }

    /**
     * The full packet number nearest to the next expected one that ends in these 32 bits (RFC 9000
     * appendix A.3).
     *
     * @param largest the largest packet number received so far, or -1
     */
    public static long expandNumber(long largest, long truncated) {
        long expected = largest + 1;
        long window = 1L << 32;
        long candidate = (expected & -window) | truncated;
        if (candidate <= expected - window / 2) {
            return candidate + window;
        }
        if (candidate > expected + window / 2 && candidate >= window) {
            return candidate - window;
        }
        return candidate;
    }
}
