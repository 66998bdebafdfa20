package io.sluice.crsp.stream;

import java.util.Arrays;

/** The abandoned messages of one stream of which the peer has not confirmed to know. Not safe for threads. */
final class Skips {
    /** No more messages are abandoned before the peer knows of some. */
    static final int MAX = 1024;

    private static final int NONE = -1;

    private long[] starts = new long[2];
    private long[] ends = new long[2];
    private boolean[] waiting = new boolean[2];
    private int size;

    boolean isEmpty() { return size == 0; }

    boolean isFull() { return size == MAX; }

    void add(long start, long end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            waiting = Arrays.copyOf(waiting, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        waiting[size++] = true;
    }

    /** The first one that should be told and lies wholly below {@code next}, or -1. */
    int due(long next) {
        for (int i = 0; i < size; i++) {
            if (waiting[i] && ends[i] <= next) {
                return i;
            }
        }
        return NONE;
    }

    long start(int index) {
        return starts[index];
    }

    long end(int index) {
        return ends[index];
    }

    /** Where the one begins that ends here, or -1. */
    long startOf(long end) {
        for (int i = 0; i < size; i++) {
            if (ends[i] == end) {
                return starts[i];
            }
        }
        return NONE;
    }

    void onSent(int index) {
        waiting[index] = false;
    }

    void onLost(long start) {
        int index = find(start);
        if (index != NONE) {
            waiting[index] = true;
        }
    }

    void onAcknowledged(long start) {
        int index = find(start);
        if (index != NONE) {
            size--;
            starts[index] = starts[size];
            ends[index] = ends[size];
            waiting[index] = waiting[size];
        }
    }

    private int find(long start) {
        for (int i = 0; i < size; i++) {
            if (starts[i] == start) {
                return i;
            }
        }
        return NONE;
    }
}
