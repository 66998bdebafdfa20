package io.sluice.crsp.connection;

/**
 * Tells a peer that is gone from a path that loses packets, long before the idle timeout: after traffic the peer is asked
 * early, and one that leaves more unanswered than the path's losses explain is called silent. Only sides that may turn
 * to another peer have one. Times in nanoseconds. Not safe for threads.
 */
final class Silence {
    /** However short the round trip, a machine may stand still for this long. */
    private static final long PATIENCE = 600_000_000L;

    /** Probe timeouts that a question is given, as RFC 9002 §7.6 gives persistent congestion. */
    private static final int PROBES = 3;

    /** How likely it may be that the path alone swallowed every question or its answer. */
    private static final double CHANCE = 1e-4;

    /** What is assumed of a path before anything was sent on it: one packet in twenty. */
    private static final double LOST_BEFORE = 0.5;

    private static final double SENT_BEFORE = 10;

    private final long firstPause;
    private final long longestPause;
    private long pause;
    private long asked;
    private int unanswered;
    private boolean silent;
    private long nextCheck = Long.MIN_VALUE;

    Silence(long firstPause, long longestPause) {
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.pause = firstPause;
    }

    /** How long after the last activity the next heartbeat is due. */
    long pause() {
        return pause;
    }

    /** Something was exchanged beyond heartbeats and their answers. */
    void onExchange() {
        pause = firstPause;
    }

    /** A heartbeat was decided on: if nothing else is exchanged, the next comes later. */
    void onHeartbeat() {
        pause = Math.min(2 * pause, longestPause);
    }

    void onAsked() {
        asked++;
        unanswered++;
    }

    /** A packet of the peer's came; returns true if it was silent. */
    boolean onReceived() {
        boolean was = silent;
        silent = false;
        unanswered = 0;
        nextCheck = Long.MIN_VALUE;
        return was;
    }

    /**
     * When {@link #isDue} should be asked, {@link Long#MAX_VALUE} if there is nothing more to find out.
     *
     * @param since when the oldest unanswered question was asked
     * @param probeInterval the present probe timeout
     */
    long deadline(long since, long probeInterval) {
        return silent ? Long.MAX_VALUE : Math.max(nextCheck, since + Math.max(PATIENCE, PROBES * probeInterval));
    }

    /**
     * Decides at the deadline; returns true if the peer counts as silent from now on.
     *
     * @param lost packets that the path lost so far
     */
    boolean isDue(long now, long since, long probeInterval, long lost) {
        if (now < deadline(since, probeInterval)) {
            return false;
        }
        double loss = Math.min(0.9, (lost + LOST_BEFORE) / (asked + SENT_BEFORE));
        double unansweredByChance = 1 - (1 - loss) * (1 - loss);
        silent = Math.pow(unansweredByChance, unanswered) <= CHANCE;
        nextCheck = now + probeInterval;
        return silent;
    }

    /** The network says that nobody is there; returns true if the peer counts as silent from now on. */
    boolean onUnreachable() {
        boolean was = silent;
        silent = true;
        return !was;
    }

    boolean isSilent() { return silent; }
}
