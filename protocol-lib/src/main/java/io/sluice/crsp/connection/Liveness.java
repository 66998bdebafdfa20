package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.LossRecovery;

/**
 * How long a connection may be silent, and when a heartbeat is due (RFC 9000 §10.1). Times in nanoseconds. Not safe for
 * threads.
 */
final class Liveness {
    /** A fresh question is given this many probe timeouts for its answer (RFC 9000 §10.1). */
    private static final int PROBES = 3;

    private final long keepAlive;
    private final LossRecovery recovery;
    private long idleTimeout;
    private long lastReceived;
    private long lastActivity;
    private boolean questionOpen;
    private long questionAt;

    Liveness(ConnectionConfig config, LossRecovery recovery, long now) {
        this.keepAlive = config.keepAlive().toNanos();
        this.idleTimeout = config.idleTimeout().toNanos();
        this.recovery = recovery;
        this.lastReceived = now;
        this.lastActivity = now;
    }

    /** The smaller of both sides' idle timeouts holds. */
    void onPeerIdleTimeout(long timeout) {
        idleTimeout = Math.min(idleTimeout, timeout);
    }

    void onReceived(long now) {
        lastReceived = now;
        lastActivity = now;
        questionOpen = false;
    }

    /** A packet went out that the peer must acknowledge. */
    void onElicitingSent(long now) {
        if (!questionOpen) {
            questionOpen = true;
            questionAt = now;
        }
        lastActivity = now;
    }

    /** A heartbeat was decided on. */
    void onHeartbeat(long now) {
        lastActivity = now;
    }

    long lastReceived() {
        return lastReceived;
    }

    /** Silence counts from what was heard last, but a fresh question is given time for its answer. */
    long idleDeadline() {
        long deadline = lastReceived + idleTimeout;
        return questionOpen ? Math.max(deadline, questionAt + PROBES * recovery.probeInterval()) : deadline;
    }

    /** When a heartbeat is due, or {@link Long#MAX_VALUE} if this side sends none. */
    long heartbeatDeadline() {
        return keepAlive > 0 ? lastActivity + keepAlive : Long.MAX_VALUE;
    }
}
