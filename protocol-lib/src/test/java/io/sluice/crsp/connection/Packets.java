package io.sluice.crsp.connection;

import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds packets by hand, as a peer would that keeps no rule. */
public final class Packets {
    private Packets() {}

    /** A DATA packet with a right checksum. */
    public static byte[] data(long destination, long number, byte[]... frames) {
        ByteBuffer out = ByteBuffer.allocate(65_535);
        PacketHeader.writeData(out, destination, number);
        return seal(out, frames);
    }

    /** An INITIAL packet with a right checksum, padded to 1200 bytes. */
    public static byte[] initial(long destination, long source, byte[] token, long number, byte[]... frames) {
        ByteBuffer out = ByteBuffer.allocate(65_535);
        PacketHeader.writeInitial(out, destination, source, token, number);
        for (byte[] frame : frames) {
            out.put(frame);
        }
        while (out.position() < 1200 - Crc32cProtection.SIZE) {
            out.put((byte) 0);
        }
        return seal(out);
    }

    /** Appends frames and the checksum to a packet begun in {@code out}. */
    public static byte[] seal(ByteBuffer out, byte[]... frames) {
        for (byte[] frame : frames) {
            out.put(frame);
        }
        out.flip();
        new Crc32cProtection().seal(out);
        byte[] bytes = new byte[out.limit()];
        out.get(0, bytes);
        return bytes;
    }

    /** A frame: its type and its integers. */
    public static byte[] frame(int type, long... integers) {
        ByteBuffer out = ByteBuffer.allocate(1 + integers.length * Long.BYTES);
        out.put((byte) type);
        for (long integer : integers) {
            VarInt.write(out, integer);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A STREAM frame with a length. */
    public static byte[] stream(long id, long offset, boolean fin, byte[] data) {
        byte[] head = frame(fin ? 0x0b : 0x0a, id, offset, data.length);
        byte[] whole = Arrays.copyOf(head, head.length + data.length);
        System.arraycopy(data, 0, whole, head.length, data.length);
        return whole;
    }
}
