package io.sluice.crsp.stream;

import java.util.Arrays;

/**
 * A sorted set of disjoint half-open ranges {@code [start, end)} of longs, merged where they touch.
 * Kept in two small arrays: the common cases are none, one or a few ranges. Not safe for threads.
 */
public final class RangeSet {
    private static final long[] NONE = {};

    private long[] starts = NONE;
    private long[] ends = NONE;
    private int size;

    /** The number of disjoint ranges. */
    public int size() {
        return size;
    }

    public boolean isEmpty() { return size == 0; }

    /** First value of range {@code index}, counted from the lowest. */
    public long start(int index) {
        return starts[index];
    }

    /** The value after the last one of range {@code index}. */
    public long end(int index) {
        return ends[index];
    }

    /** The end of the last range, or {@code otherwise} if the set is empty. */
    public long maxEnd(long otherwise) {
        return size == 0 ? otherwise : ends[size - 1];
    }

    public boolean contains(long value) {
        int index = firstEndingAfter(value);
        return index < size && starts[index] <= value;
    }

    /** True if all of {@code [start, end)} is in the set. */
    public boolean covers(long start, long end) {
        int index = firstEndingAfter(start);
        return index < size && starts[index] <= start && ends[index] >= end;
    }

    /** The end of the range that {@code value} is in, or {@code otherwise}. */
    public long endOfRange(long value, long otherwise) {
        int index = firstEndingAfter(value);
        return index < size && starts[index] <= value ? ends[index] : otherwise;
    }

    /** The first start of a range above {@code value}, or {@code otherwise}. */
    public long startAfter(long value, long otherwise) {
        int index = firstEndingAfter(value);
        index += index < size && starts[index] <= value ? 1 : 0;
        return index < size ? starts[index] : otherwise;
    }

    /** Adds {@code [start, end)}; returns true if at least one value was new. */
    public boolean add(long start, long end) {
        if (start >= end) {
            return false;
        }
        int from = firstEndingAtOrAfter(start);
        int to = from;
        while (to < size && starts[to] <= end) {
            to++;
        }
        if (from == to) {
            insert(from, start, end);
            return true;
        }
        if (to - from == 1 && starts[from] <= start && ends[from] >= end) {
            return false;
        }
        starts[from] = Math.min(starts[from], start);
        ends[from] = Math.max(ends[to - 1], end);
        removeSlots(from + 1, to);
        return true;
    }

    /** Removes {@code [start, end)}. */
    public void remove(long start, long end) {
        if (start >= end || size == 0) {
            return;
        }
        int index = firstEndingAfter(start);
        if (index < size && starts[index] < start && ends[index] > end) {
            long tail = ends[index];
            ends[index] = start;
            insert(index + 1, end, tail);
            return;
        }
        if (index < size && starts[index] < start) {
            ends[index] = start;
            index++;
        }
        int to = index;
        while (to < size && ends[to] <= end) {
            to++;
        }
        removeSlots(index, to);
        if (index < size && starts[index] < end) {
            starts[index] = end;
        }
    }

    /** Removes all values below {@code value}. */
    public void removeBelow(long value) {
        if (size > 0 && starts[0] < value) {
            remove(starts[0], value);
        }
    }

    /** Removes the lowest range. */
    public void removeFirst() {
        removeSlots(0, 1);
    }

    public void clear() {
        size = 0;
        starts = NONE;
        ends = NONE;
    }

    private int firstEndingAfter(long value) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > value) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private int firstEndingAtOrAfter(long value) {
        return value == Long.MIN_VALUE ? 0 : firstEndingAfter(value - 1);
    }

    private void insert(int index, long start, long end) {
        if (size == starts.length) {
            int capacity = Math.max(1, size * 2);
            starts = Arrays.copyOf(starts, capacity);
            ends = Arrays.copyOf(ends, capacity);
        }
        System.arraycopy(starts, index, starts, index + 1, size - index);
        System.arraycopy(ends, index, ends, index + 1, size - index);
        starts[index] = start;
        ends[index] = end;
        size++;
    }

    private void removeSlots(int from, int to) {
        if (from == to) {
            return;
        }
        System.arraycopy(starts, to, starts, from, size - to);
        System.arraycopy(ends, to, ends, from, size - to);
        size -= to - from;
    }

    /** Bytes of memory held. */
    long memory() {
        return 2L * Long.BYTES * starts.length;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : " ").append(starts[i]).append("..").append(ends[i] - 1);
        }
        return text.append(']').toString();
    }
}
