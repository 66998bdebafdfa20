package io.sluice.crsp.congestion;

/** CUBIC (RFC 9438) with slow start, on the byte counts and recovery periods of RFC 9002 §7. */
public final class Cubic implements CongestionController {
    /** RFC 9438 §4.1. */
    private static final double C = 0.4;

    /** Multiplicative decrease, RFC 9438 §4.6. */
    private static final double BETA = 0.7;

    /** Growth that keeps CUBIC as quick as Reno on short paths, RFC 9438 §4.3. */
    private static final double ALPHA = 3.0 * (1 - BETA) / (1 + BETA);

    /**
     * RFC 9002 §7.2 recommends two datagrams; four, as BBR keeps, let a path that loses every other
     * datagram still produce the acknowledgements that recovery lives on.
     */
    private static final long MINIMUM_DATAGRAMS = 4;

    private static final double NANOS_PER_SECOND = 1e9;

    private int datagramSize;
    private long minimumWindow;
    private long window;
    private long slowStartThreshold = Long.MAX_VALUE;
    private long recoveryStart = Long.MIN_VALUE;
    private long epochStart = Long.MIN_VALUE;
    private double windowMax;
    private double k;
    private double renoWindow;
    private double credit;
    private long undoWindow;
    private long undoThreshold;
    private double undoWindowMax;

    /**
     * @param datagramSize the largest datagram; the window starts at ten of them (RFC 9002 §7.2) and
     *     never falls under four
     */
    public Cubic(int datagramSize) {
        this.datagramSize = datagramSize;
        this.window = 10L * datagramSize;
        this.minimumWindow = MINIMUM_DATAGRAMS * datagramSize;
    }

    @Override
    public long window() {
        return window;
    }

    @Override
    public long pacingRate(long smoothedRtt) {
        // RFC 9002 §7.7 suggests 1.25; slow start doubles each round trip and so needs twice the window.
        double gain = window < slowStartThreshold ? 2.0 : 1.25;
        return (long) (gain * window * NANOS_PER_SECOND / Math.max(1, smoothedRtt));
    }

    @Override
    public void onPacketSent(long now, int bytes, long bytesInFlight) {
        if (bytesInFlight == 0) {
            // After idling the cubic clock must not have run on (RFC 9438 §5.8).
            epochStart = Long.MIN_VALUE;
        }
    }

    @Override
    public void onPacketAcked(
            long now, long timeSent, int bytes, long smoothedRtt, boolean windowLimited) {
        if (timeSent <= recoveryStart || !windowLimited) {
            return;
        }
        if (window < slowStartThreshold) {
            window += bytes;
            return;
        }
        growByCubic(now, bytes, smoothedRtt);
    }

    private void growByCubic(long now, int bytes, long smoothedRtt) {
        if (epochStart == Long.MIN_VALUE) {
            epochStart = now;
            windowMax = Math.max(windowMax, (double) window);
            k = Math.cbrt((windowMax - (double) window) / datagramSize / C);
            renoWindow = window;
        }
        double t = (now - epochStart + smoothedRtt) / NANOS_PER_SECOND - k;
        double target = windowMax + C * t * t * t * datagramSize;
        renoWindow += ALPHA * datagramSize * bytes / window;
        double wanted = Math.max(target, renoWindow);
        if (wanted > window) {
            // At most half as much again a round trip (RFC 9438 §4.4).
            double step = (Math.min(wanted, 1.5 * window) - window) * bytes / window;
            credit += step;
            long whole = (long) credit;
            window += whole;
            credit -= whole;
        }
    }

    @Override
    public void onPacketsLost(
            long now, long newestLostTimeSent, long lostBytes, boolean persistent) {
        if (persistent) {
            window = minimumWindow;
            recoveryStart = Long.MIN_VALUE;
            epochStart = Long.MIN_VALUE;
            return;
        }
        if (newestLostTimeSent <= recoveryStart) {
            return;
        }
        undoWindow = window;
        undoThreshold = slowStartThreshold;
        undoWindowMax = windowMax;
        recoveryStart = now;
        epochStart = Long.MIN_VALUE;
        // Fast convergence, RFC 9438 §4.7.
        windowMax = window < windowMax ? window * (1 + BETA) / 2 : window;
        window = Math.max(minimumWindow, (long) (window * BETA));
        slowStartThreshold = window;
    }

    @Override
    public void onCongestionMarked(long now, long newestTimeSent, long packets) {
        if (newestTimeSent > recoveryStart) {
            onPacketsLost(now, newestTimeSent, 0, false);
            // A mark is never spurious.
            undoWindow = 0;
        }
    }

    @Override
    public void onSpuriousLoss() {
        if (undoWindow > window) {
            window = undoWindow;
            slowStartThreshold = undoThreshold;
            windowMax = undoWindowMax;
            epochStart = Long.MIN_VALUE;
            recoveryStart = Long.MIN_VALUE;
        }
    }

    @Override
    public void onDatagramSize(int bytes) {
        datagramSize = bytes;
        minimumWindow = MINIMUM_DATAGRAMS * datagramSize;
        window = Math.max(window, minimumWindow);
    }

    @Override
    public String state() {
        return window < slowStartThreshold ? "slow_start" : "congestion_avoidance";
    }

    @Override
    public String name() {
        return "cubic";
    }
}
