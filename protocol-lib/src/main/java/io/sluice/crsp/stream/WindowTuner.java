package io.sluice.crsp.stream;

/**
 * The size of one receive window. It begins small and doubles, up to a maximum, when the reader takes half of it within
 * two round trips, or waits while the peer has used all of it: then credit, not the reader or the path, is what holds the
 * sender up. A slow reader's window stays as it is, for it would only fill. Times in nanoseconds, sizes in bytes. Not safe for threads.
 */
public final class WindowTuner {
    private static final int ROUND_TRIPS = 2;

    private final int maximum;
    private int window;
    private long periodStart = Long.MIN_VALUE;
    private long consumedBefore;

    /**
     * @param window at first
     * @param maximum never exceeded; at least {@code window}
     */
    public WindowTuner(int window, int maximum) {
        this.window = window;
        this.maximum = maximum;
    }

    public int window() {
        return window;
    }

    /** Makes the window at least this large, as far as the maximum lets it. */
    public void atLeast(long size) {
        window = (int) Math.max(window, Math.min(size, maximum));
    }

    /**
     * To be called whenever new credit goes out.
     *
     * @param consumed all bytes that the reader took so far
     * @param roundTrip smoothed
     * @param tooSmall whether the peer used all credit while the reader waited
     * @return true if the window grew
     */
    public boolean onCredit(long now, long consumed, long roundTrip, boolean tooSmall) {
        long taken = consumed - consumedBefore;
        if (periodStart != Long.MIN_VALUE && taken < window / 2) {
            return false;
        }
        // What was taken may be more than half: then it may have taken longer in proportion.
        boolean quick = periodStart != Long.MIN_VALUE
                && (double) (now - periodStart) * window < 2.0 * ROUND_TRIPS * taken * roundTrip;
        periodStart = now;
        consumedBefore = consumed;
        int before = window;
        if (quick || tooSmall) {
            window = (int) Math.min(2L * window, maximum);
        }
        return window > before;
    }
}
