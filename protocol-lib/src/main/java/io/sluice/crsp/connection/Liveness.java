package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.LossRecovery;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection may be silent, and when a heartbeat is due (RFC 9000 §10.1). Times in nanoseconds. Not safe for
 * threads.
 */
final class Liveness {
    /** A fresh question is given this many probe timeouts for its answer (RFC 9000 §10.1). */
    private static final int PROBES = 3;

    private final long keepAlive;
    private final LossRecovery recovery;
    private final @Nullable Silence silence;
    private long idleTimeout;
    private long lastReceived;
    private long lastActivity;
    private boolean questionOpen;
    private long questionAt;

    Liveness(ConnectionConfig config, LossRecovery recovery, long now) {
        this.keepAlive = config.keepAlive().toNanos();
        this.idleTimeout = config.idleTimeout().toNanos();
        this.recovery = recovery;
        this.silence = config.silenceProbe().isZero()
                ? null
                : new Silence(Math.min(config.silenceProbe().toNanos(), keepAlive), keepAlive);
        this.lastReceived = now;
        this.lastActivity = now;
    }

    /** The smaller of both sides' idle timeouts holds. */
    void onPeerIdleTimeout(long timeout) {
        idleTimeout = Math.min(idleTimeout, timeout);
    }

    /**
     * A packet of the peer's was processed.
     *
     * @param eliciting whether it asks for an acknowledgement
     * @return true if the peer was silent
     */
    boolean onReceived(long now, boolean eliciting) {
        lastReceived = now;
        lastActivity = now;
        questionOpen = false;
        if (silence != null && eliciting) {
            silence.onExchange();
        }
        return silence != null && silence.onReceived();
    }

    /**
     * A packet went out that the peer must acknowledge.
     *
     * @param heartbeat whether it carries nothing else
     */
    void onElicitingSent(long now, boolean heartbeat) {
        if (!questionOpen) {
            questionOpen = true;
            questionAt = now;
        }
        lastActivity = now;
        if (silence != null) {
            silence.onAsked();
            if (!heartbeat) {
                silence.onExchange();
            }
        }
    }

    /** A heartbeat was decided on. */
    void onHeartbeat(long now) {
        lastActivity = now;
        if (silence != null) {
            silence.onHeartbeat();
        }
    }

    /** When to ask whether the peer is silent, or {@link Long#MAX_VALUE}. */
    long silenceDeadline() {
        return silence != null && questionOpen
                ? silence.deadline(questionAt, recovery.probePace())
                : Long.MAX_VALUE;
    }

    /** True if the peer left so much unanswered by now that it counts as silent; once until it is heard. */
    boolean hasFallenSilent(long now) {
        return silence != null && questionOpen
                && silence.isDue(now, questionAt, recovery.probePace(), recovery.packetsLost());
    }

    /** The network says that nobody is there. It is believed only while the peer does not answer, once until it does. */
    boolean isConfirmedUnreachable() {
        return silence != null && questionOpen && silence.onUnreachable();
    }

    /** True from the moment that the peer fell silent until it is heard. */
    boolean isSilent() {
        return silence != null && silence.isSilent();
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
        if (keepAlive == 0) {
            return Long.MAX_VALUE;
        }
        return lastActivity + (silence == null ? keepAlive : silence.pause());
    }
}
