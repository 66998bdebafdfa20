package io.sluice.crsp.endpoint;

import java.util.concurrent.TimeUnit;

/**
 * Counts durations by how long they were, in little memory and without making objects. Not safe for threads.
 *
 * <pre>{@code
 * DurationCounts counts = new DurationCounts();
 * counts.add(1_500_000);
 * counts.within();   // 0, 0, 1, 1, 1, …: none within 1 ms, one within 2 ms
 * }</pre>
 */
public final class DurationCounts {
    private static final long[] BOUNDS_MICROS = {
        500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_000_000, 5_000_000
    };

    private final long[] counts = new long[BOUNDS_MICROS.length + 1];

    /** How many bounds there are; one more number is counted, of all durations. */
    public static int bounds() {
        return BOUNDS_MICROS.length;
    }

    /** A bound in seconds, from 0.0005 to 5. */
    public static double boundSeconds(int index) {
        return BOUNDS_MICROS[index] / 1e6;
    }

    /** Counts one, in nanoseconds. */
    public void add(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        int index = 0;
        while (index < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[index]) {
            index++;
        }
        counts[index]++;
    }

    /** How many lasted no longer than each bound, and at last how many there were. The array is the caller's. */
    public long[] within() {
        long[] within = counts.clone();
        for (int i = 1; i < within.length; i++) {
            within[i] += within[i - 1];
        }
        return within;
    }
}
