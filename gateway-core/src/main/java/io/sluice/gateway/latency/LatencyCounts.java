package io.sluice.gateway.latency;

/** What {@link Latencies} had counted at one moment. Immutable. */
public final class LatencyCounts {
    private static final double MICROS_PER_MILLI = 1000;

    private final long[] counts;

    LatencyCounts(long[] counts) {
        this.counts = counts;
    }

    /** What was counted since an earlier moment. */
    public LatencyCounts since(LatencyCounts before) {
        long[] difference = counts.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= before.counts[i];
        }
        return new LatencyCounts(difference);
    }

    /**
     * How many did not exceed a time. Those of the step that it cuts through, an eighth of it at most, are not among them.
     *
     * @param micros from 0; {@link Long#MAX_VALUE} counts all
     */
    public long within(long micros) {
        long within = 0;
        for (int step = 0; step < counts.length && Latencies.longest(step) <= micros; step++) {
            within += counts[step];
        }
        return within;
    }

    /**
     * The time in milliseconds that a share of all did not exceed; 0 if nothing was counted.
     *
     * @param share such as 0.99
     */
    public double percentileMillis(double share) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        long wanted = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int step = 0; step < counts.length; step++) {
            seen += counts[step];
            if (seen >= wanted) {
                return Latencies.longest(step) / MICROS_PER_MILLI;
            }
        }
        return 0;
    }
}
