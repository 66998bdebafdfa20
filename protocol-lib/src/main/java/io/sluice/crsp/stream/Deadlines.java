package io.sluice.crsp.stream;

import java.util.Arrays;

/**
 * The messages of one stream that must not be late: where each lies and when it is worth nothing any more. In order of
 * their place. Times in nanoseconds. Not safe for threads.
 */
final class Deadlines {
    private long[] starts = new long[4];
    private long[] ends = new long[4];
    private long[] times = new long[4];
    private int size;

    void add(SendSide side, long start, long end, long time) {
        forgetDelivered(side);
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        times[size++] = time;
    }

    private void forgetDelivered(SendSide side) {
        int delivered = 0;
        while (delivered < size && side.isDelivered(starts[delivered], ends[delivered])) {
            delivered++;
        }
        if (delivered > 0) {
            size -= delivered;
            System.arraycopy(starts, delivered, starts, 0, size);
            System.arraycopy(ends, delivered, ends, 0, size);
            System.arraycopy(times, delivered, times, 0, size);
        }
    }

    /** Abandons what is late and not delivered, as far as it may be; returns how many messages. */
    int expire(long now, SendSide side) {
        int kept = 0;
        int abandoned = 0;
        for (int i = 0; i < size; i++) {
            boolean delivered = side.isDelivered(starts[i], ends[i]);
            boolean gone = !delivered && times[i] <= now && side.skip(starts[i], ends[i]);
            abandoned += gone ? 1 : 0;
            if (!delivered && !gone) {
                starts[kept] = starts[i];
                ends[kept] = ends[i];
                times[kept++] = times[i];
            }
        }
        size = kept;
        return abandoned;
    }

    /** When the next message that may be abandoned is late, or {@link Long#MAX_VALUE}. */
    long next(SendSide side) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < size && side.maySkip(starts[i]); i++) {
            next = Math.min(next, times[i]);
        }
        return next;
    }

    boolean isEmpty() { return size == 0; }
}
