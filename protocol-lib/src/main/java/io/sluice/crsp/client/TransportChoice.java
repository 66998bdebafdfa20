package io.sluice.crsp.client;

/**
 * Chooses what carries the next attempt. Automatically, each gateway is tried by both: first by what worked last, then,
 * if that got no answer, by the other. On the loop's thread.
 */
final class TransportChoice {
    private final TransportPolicy policy;
    private Transport preferred;
    private Transport present;
    private boolean bothTried;
    private long probePause;

    TransportChoice(TransportPolicy policy) {
        this.policy = policy;
        this.preferred = policy.choice() == TransportPolicy.Choice.TCP ? Transport.TCP : Transport.UDP;
        this.present = preferred;
        this.probePause = policy.firstProbe().toNanos();
    }

    /** What carries the present attempt or connection. */
    Transport present() {
        return present;
    }

    /** An attempt got no answer; returns true if the same gateway should be tried by the other now. */
    boolean fallBack() {
        if (policy.choice() != TransportPolicy.Choice.AUTO || bothTried) {
            return false;
        }
        bothTried = true;
        present = present == Transport.UDP ? Transport.TCP : Transport.UDP;
        return true;
    }

    /** The session is open: what carries it is preferred from now on. */
    void onOpened() {
        if (present == Transport.UDP) {
            probePause = policy.firstProbe().toNanos();
        }
        preferred = present;
        bothTried = false;
    }

    /** A connection or a round of attempts is over: the next begins with what is preferred. */
    void onLost() {
        present = preferred;
        bothTried = false;
    }

    /** True while UDP should be tried in the background. */
    boolean isProbing() {
        return policy.choice() == TransportPolicy.Choice.AUTO && present == Transport.TCP;
    }

    /** How long to wait before UDP is tried again, in nanoseconds; twice as long each time. */
    long nextProbePause() {
        long pause = probePause;
        probePause = Math.min(2 * pause, policy.longestProbe().toNanos());
        return pause;
    }

    /** UDP works: the session moves over. */
    void onMoved() {
        present = Transport.UDP;
    }
}
