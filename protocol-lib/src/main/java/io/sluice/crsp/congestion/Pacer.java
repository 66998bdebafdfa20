package io.sluice.crsp.congestion;

/**
 * A token bucket that spreads a window over a round trip (RFC 9002 §7.7). Times in nanoseconds, sizes
 * in bytes. Not safe for threads.
 */
public final class Pacer {
    private static final double NANOS_PER_SECOND = 1e9;

    /** RFC 9002 §7.7 allows bursts as large as the initial window. */
    private static final long BURST_DATAGRAMS = 10;

    private long burst;
    private double tokens;
    private long last = Long.MIN_VALUE;

    /**
     * @param burst bytes that may leave at once
     */
    public Pacer(long burst) {
        this.burst = burst;
        this.tokens = burst;
    }

    /** When {@code bytes} may leave: {@code now} or later. */
    public long earliest(long now, int bytes, long rate) {
        if (rate == Long.MAX_VALUE) {
            return now;
        }
        refill(now, rate);
        if (tokens >= Math.min(bytes, burst)) {
            return now;
        }
        return now + (long) Math.ceil((bytes - tokens) * NANOS_PER_SECOND / Math.max(1, rate));
    }

    /** Datagrams have another size from now on. */
    public void onDatagramSize(int bytes) {
        burst = BURST_DATAGRAMS * bytes;
    }

    public void onSent(int bytes) {
        tokens -= bytes;
    }

    private void refill(long now, long rate) {
        if (last != Long.MIN_VALUE && now > last) {
            // One timer granularity's worth may gather, or a coarse timer would starve a fast path.
            double limit = Math.max((double) burst, rate / 500.0);
            tokens = Math.min(limit, tokens + (now - last) / NANOS_PER_SECOND * rate);
        }
        last = now;
    }
}
