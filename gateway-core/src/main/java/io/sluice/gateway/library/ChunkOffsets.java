package io.sluice.gateway.library;

import java.io.ByteArrayOutputStream;

/** The Kafka offsets of a file's chunks, in few bytes: each as its distance from the one before. */
final class ChunkOffsets {
    private ChunkOffsets() {}

    static byte[] encode(long[] offsets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(offsets.length + 8);
        long before = 0;
        for (long offset : offsets) {
            long distance = offset - before;
            // Zigzag, and seven bits a byte: neighbours, in whatever order, take one.
            long rest = (distance << 1) ^ (distance >> 63);
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
            before = offset;
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException if these are not the offsets of so many chunks */
    static long[] decode(byte[] bytes, int chunks) {
        long[] offsets = new long[chunks];
        int at = 0;
        long before = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                if (at == bytes.length || shift > 63) {
                    throw new IllegalArgumentException("the places of " + chunks + " chunks are cut off");
                }
                next = bytes[at++];
                value |= (long) (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
            before += (value >>> 1) ^ -(value & 1);
            offsets[chunk] = before;
        }
        if (at != bytes.length) {
            throw new IllegalArgumentException("there are the places of more than " + chunks + " chunks");
        }
        return offsets;
    }
}
