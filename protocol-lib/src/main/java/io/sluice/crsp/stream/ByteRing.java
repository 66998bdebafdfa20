package io.sluice.crsp.stream;

import java.nio.ByteBuffer;

/**
 * A window of an endless byte sequence, kept in a power-of-two ring that grows on demand. Bytes are
 * addressed by their 64-bit offset in the sequence. The owner bounds how far the window reaches. Not
 * safe for threads.
 */
final class ByteRing {
    static final byte[] NONE = {};
    private static final int MINIMUM = 512;

    private byte[] bytes = NONE;
    private long base;

    /** The lowest offset that is kept. */
    long base() {
        return base;
    }

    /** Makes room for everything up to {@code end}; {@code used} is the end of what must be kept. */
    void reserve(long used, long end) {
        long needed = end - base;
        if (needed <= bytes.length) {
            return;
        }
        int capacity = Math.max(MINIMUM, bytes.length);
        while (capacity < needed) {
            capacity <<= 1;
        }
        byte[] larger = new byte[capacity];
        for (long offset = base; offset < used;) {
            int run = run(offset, used);
            copyIn(larger, offset, bytes, index(offset), run);
            offset += run;
        }
        bytes = larger;
    }

    void put(long offset, ByteBuffer source) {
        while (source.hasRemaining()) {
            int run = Math.min(source.remaining(), bytes.length - index(offset));
            source.get(bytes, index(offset), run);
            offset += run;
        }
    }

    void put(long offset, byte[] source, int from, int length) {
        while (length > 0) {
            int run = Math.min(length, bytes.length - index(offset));
            System.arraycopy(source, from, bytes, index(offset), run);
            offset += run;
            from += run;
            length -= run;
        }
    }

    void put(long offset, byte value) {
        bytes[index(offset)] = value;
    }

    void get(long offset, int length, ByteBuffer out) {
        while (length > 0) {
            int run = Math.min(length, bytes.length - index(offset));
            out.put(bytes, index(offset), run);
            offset += run;
            length -= run;
        }
    }

    void get(long offset, byte[] target, int to, int length) {
        while (length > 0) {
            int run = Math.min(length, bytes.length - index(offset));
            System.arraycopy(bytes, index(offset), target, to, run);
            offset += run;
            to += run;
            length -= run;
        }
    }

    byte get(long offset) {
        return bytes[index(offset)];
    }

    /** Forgets everything below {@code offset}. */
    void advance(long offset) {
        base = offset;
    }

    /** Gives the memory back; what was kept is gone. */
    void release() {
        bytes = NONE;
    }

    /** Bytes of memory held. */
    int capacity() {
        return bytes.length;
    }

    private int index(long offset) {
        return (int) offset & (bytes.length - 1);
    }

    private int run(long offset, long end) {
        return (int) Math.min(end - offset, bytes.length - index(offset));
    }

    private static void copyIn(byte[] target, long offset, byte[] source, int from, int length) {
        int at = (int) offset & (target.length - 1);
        int first = Math.min(length, target.length - at);
        System.arraycopy(source, from, target, at, first);
        System.arraycopy(source, from + first, target, 0, length - first);
    }
}
