package io.sluice.gateway.latency;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts times by their size, in eight steps for each power of two: what is read from it is an eighth too long at most.
 * Takes 3 KB, and nothing for each time counted. Safe for threads.
 */
public final class Latencies {
    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;
    /** Microseconds up to 2^40, which is twelve days; longer ones count as that. */
    private static final int MAX_BITS = 40;
    private static final long MAX_MICROS = (1L << MAX_BITS) - 1;

    private final AtomicLongArray counts = new AtomicLongArray((MAX_BITS - STEP_BITS + 1) * STEPS);

    /**
     * Counts what took equally long.
     *
     * @param nanos how long; a negative time, as of clocks that differ, counts as none
     * @param times how often
     */
    public void add(long nanos, long times) {
        counts.addAndGet(step(TimeUnit.NANOSECONDS.toMicros(nanos)), times);
    }

    /** What was counted since this was made. */
    public LatencyCounts counts() {
        long[] copy = new long[counts.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return new LatencyCounts(copy);
    }

    private static int step(long micros) {
        long bounded = Math.clamp(micros, 0, MAX_MICROS);
        if (bounded < STEPS) {
            return (int) bounded;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(bounded);
        return (power - STEP_BITS + 1) * STEPS + (int) (bounded >>> (power - STEP_BITS)) - STEPS;
    }

    /** The longest time of a step, in microseconds. */
    static long longest(int step) {
        if (step < STEPS) {
            return step;
        }
        int shift = step / STEPS - 1;
        return (((long) (step % STEPS) + STEPS + 1) << shift) - 1;
    }
}
