package io.sluice.crsp.recovery;

/** Round-trip time after RFC 9002 §5. All times in nanoseconds. Not safe for threads. */
public final class RttEstimator {
    /** Timer granularity: RFC 9002 §6.1.2 recommends 1 ms. */
    public static final long GRANULARITY = 1_000_000L;

    /** No path takes longer, but a machine may have slept meanwhile; such a sample would slow it down for minutes. */
    static final long MAX_SAMPLE = 10_000_000_000L;

    private final long initial;
    private long latest;
    private long smoothed;
    private long variance;
    private long minimum;
    private boolean sampled;

    /**
     * @param initial assumed round trip before the first sample (RFC 9002 §6.2.2 recommends 333 ms)
     */
    public RttEstimator(long initial) {
        this.initial = initial;
        this.smoothed = initial;
        this.variance = initial / 2;
    }

    /**
     * Takes one sample.
     *
     * @param sample from the sending of the largest newly acknowledged packet until now
     * @param ackDelay what the peer says it waited, already limited to its announced maximum
     */
    public void onSample(long sample, long ackDelay) {
        if (sample > MAX_SAMPLE) {
            return;
        }
        latest = Math.max(1, sample);
        if (!sampled) {
            sampled = true;
            minimum = latest;
            smoothed = latest;
            variance = latest / 2;
            return;
        }
        minimum = Math.min(minimum, latest);
        long adjusted = latest >= minimum + ackDelay ? latest - ackDelay : latest;
        variance = (3 * variance + Math.abs(smoothed - adjusted)) / 4;
        smoothed = (7 * smoothed + adjusted) / 8;
    }

    public boolean hasSample() {
        return sampled;
    }

    public long latest() {
        return sampled ? latest : initial;
    }

    public long smoothed() {
        return smoothed;
    }

    public long variance() {
        return variance;
    }

    public long minimum() {
        return sampled ? minimum : initial;
    }

    /** The probe timeout without back-off (RFC 9002 §6.2.1). */
    public long probeTimeout(long maxAckDelay) {
        return smoothed + Math.max(4 * variance, GRANULARITY) + maxAckDelay;
    }
}
