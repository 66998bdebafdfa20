package io.sluice.cli.payload;

/** Keeps to a rate: says how long to wait before the next piece of work. */
public final class Pacer {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final double perSecond;
    private final long startNanos;

    /**
     * Starts at a time.
     *
     * @param perSecond pieces of work a second, 0 for as fast as it goes
     * @param startNanos monotonic time in nanoseconds
     */
    public Pacer(double perSecond, long startNanos) {
        this.perSecond = perSecond;
        this.startNanos = startNanos;
    }

    /**
     * How long to wait before the next piece.
     *
     * @param done pieces done so far
     * @param nowNanos monotonic time in nanoseconds
     * @return nanoseconds, 0 if the next piece is due
     */
    public long nanosToWait(long done, long nowNanos) {
        if (perSecond <= 0) {
            return 0;
        }
        long dueNanos = (long) (done / perSecond * NANOS_PER_SECOND);
        return Math.max(0, dueNanos - (nowNanos - startNanos));
    }
}
