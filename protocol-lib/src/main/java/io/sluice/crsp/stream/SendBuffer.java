package io.sluice.crsp.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes that a stream keeps until they are acknowledged, by their offsets in it. What is written is copied into a
 * ring; a message that is lent stays where it is, however many streams send it, and is let go when it is acknowledged.
 * So what a thousand readers are behind with is in memory once. Not safe for threads.
 */
final class SendBuffer {
    private static final int MINIMUM = 4;
    private static final byte[][] NO_MESSAGES = {};
    private static final long[] NO_OFFSETS = {};
    private static final int SLOT_BYTES = 2 * Long.BYTES + Integer.BYTES;

    /** Everything that is not lent, by the offset it would have if nothing was. */
    private final ByteRing ring = new ByteRing();
    private long base;
    private long end;

    /** Lent messages in a ring of a power of two slots, the oldest at {@link #first}. */
    private byte[][] lent = NO_MESSAGES;
    /** Where each begins in the stream. */
    private long[] starts = NO_OFFSETS;
    /** How many bytes had been lent before each. */
    private long[] before = NO_OFFSETS;
    private int first;
    private int count;
    private long allLent;

    /** The lowest offset that is kept. */
    long base() {
        return base;
    }

    /** The offset after the last byte. */
    long end() {
        return end;
    }

    void write(byte[] source, int from, int length) {
        long at = reserve(length);
        ring.put(at, source, from, length);
    }

    void write(ByteBuffer source) {
        long at = reserve(source.remaining());
        ring.put(at, source);
    }

    void write(byte value) {
        long at = reserve(1);
        ring.put(at, value);
    }

    private long reserve(int length) {
        long at = end - allLent;
        ring.reserve(at, at + length);
        end += length;
        return at;
    }

    /** Appends a whole array without copying it; nobody may change it any more. */
    void lend(byte[] message) {
        if (message.length == 0) {
            return;
        }
        if (count == lent.length) {
            grow();
        }
        int slot = slot(count++);
        lent[slot] = message;
        starts[slot] = end;
        before[slot] = allLent;
        allLent += message.length;
        end += message.length;
    }

    private void grow() {
        int capacity = Math.max(MINIMUM, 2 * lent.length);
        byte[][] messages = new byte[capacity][];
        long[] newStarts = new long[capacity];
        long[] newBefore = new long[capacity];
        for (int i = 0; i < count; i++) {
            int slot = slot(i);
            messages[i] = lent[slot];
            newStarts[i] = starts[slot];
            newBefore[i] = before[slot];
        }
        lent = messages;
        starts = newStarts;
        before = newBefore;
        first = 0;
    }

    private int slot(int index) {
        return (first + index) & (lent.length - 1);
    }

    /** Copies bytes out, of what is kept. */
    void get(long offset, int length, ByteBuffer out) {
        int index = lastAt(offset);
        while (length > 0) {
            int slot = index < 0 ? -1 : slot(index);
            int run;
            if (slot >= 0 && offset < starts[slot] + lent[slot].length) {
                int from = (int) (offset - starts[slot]);
                run = Math.min(length, lent[slot].length - from);
                out.put(lent[slot], from, run);
            } else {
                long next = index + 1 < count ? starts[slot(index + 1)] : end;
                run = (int) Math.min(length, next - offset);
                ring.get(offset - lentBefore(offset, index), run, out);
            }
            offset += run;
            length -= run;
            if (index + 1 < count && starts[slot(index + 1)] == offset) {
                index++;
            }
        }
    }

    /** The last lent message that begins at this offset or before it, or -1. */
    private int lastAt(long offset) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[slot(middle)] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** How many of the bytes before an offset were lent; {@code last} is the message at or before it. */
    private long lentBefore(long offset, int last) {
        if (last < 0) {
            return count == 0 ? allLent : before[first];
        }
        int slot = slot(last);
        return before[slot] + Math.min(offset - starts[slot], lent[slot].length);
    }

    /** Forgets everything below an offset. */
    void advance(long offset) {
        base = offset;
        while (count > 0 && starts[first] + lent[first].length <= offset) {
            lent[first] = ByteRing.NONE;
            first = slot(1);
            count--;
        }
        ring.advance(offset - lentBefore(offset, lastAt(offset)));
    }

    /** Forgets everything below an offset and ends there. */
    void truncate(long offset) {
        Arrays.fill(lent, ByteRing.NONE);
        count = 0;
        allLent = 0;
        base = offset;
        end = offset;
        release();
        ring.advance(offset);
    }

    /** Gives the memory back; what was kept is gone. */
    void release() {
        lent = NO_MESSAGES;
        starts = NO_OFFSETS;
        before = NO_OFFSETS;
        first = 0;
        count = 0;
        ring.release();
    }

    /** Bytes of memory held, without what is lent. */
    long memory() {
        return ring.capacity() + (long) SLOT_BYTES * lent.length;
    }
}
