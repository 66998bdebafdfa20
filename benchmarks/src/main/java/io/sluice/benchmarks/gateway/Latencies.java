package io.sluice.benchmarks.gateway;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Times between 1 µs and some minutes, kept to one percent in a bounded space. Safe for threads. */
final class Latencies {
    private static final double STEP = Math.log(1.01);
    private static final double SMALLEST_NANOS = 1_000;
    private static final int BUCKETS = 2_048;
    private static final double NANOS_PER_MILLI = 1e6;

    private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);
    private final LongAdder count = new LongAdder();

    void add(long nanos) {
        int bucket = (int) Math.ceil(Math.log(Math.max((double) nanos, SMALLEST_NANOS) / SMALLEST_NANOS) / STEP);
        buckets.incrementAndGet(Math.min(bucket, BUCKETS - 1));
        count.increment();
    }

    long count() {
        return count.sum();
    }

    /**
     * The time within which that share of all lies.
     *
     * @param share 0 to 1
     * @throws IllegalStateException if there is none
     */
    double millis(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += buckets.get(bucket);
            if (seen >= wanted) {
                return SMALLEST_NANOS * Math.exp(bucket * STEP) / NANOS_PER_MILLI;
            }
        }
        throw new IllegalStateException("nothing was timed");
    }

    /** The usual figures, in milliseconds. */
    Map<String, Double> figures() {
        return Map.of("p50", millis(0.5), "p99", millis(0.99), "p999", millis(0.999), "samples", (double) count());
    }
}
