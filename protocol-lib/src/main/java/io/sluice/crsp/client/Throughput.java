package io.sluice.crsp.client;

/** Bytes a second over the last few seconds. Not thread-safe. */
final class Throughput {
    private static final double SECONDS = 3;

    private long total;
    private double average;
    private long sinceNanos = System.nanoTime();
    private long pieces;
    private boolean measured;

    /** Begins anew. */
    void reset() {
        total = 0;
        measured = false;
        average = 0;
        restart();
    }

    /** Time that has gone by does not count. */
    void restart() {
        pieces = 0;
        sinceNanos = System.nanoTime();
    }

    void add(long bytes) {
        total += bytes;
        pieces += bytes;
    }

    long total() {
        return total;
    }

    /** To be asked about every second. */
    long perSecond() {
        double seconds = (System.nanoTime() - sinceNanos) / 1e9;
        if (seconds >= 0.1) {
            double now = pieces / seconds;
            double weight = measured ? Math.min(1, seconds / SECONDS) : 1;
            average += (now - average) * weight;
            measured = true;
            restart();
        }
        return Math.round(average);
    }
}
