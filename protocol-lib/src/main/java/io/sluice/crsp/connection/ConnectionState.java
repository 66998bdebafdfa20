package io.sluice.crsp.connection;

import java.time.Duration;

/**
 * The states of a connection, each with what only it needs.
 *
 * <pre>
 *   Handshaking ──hello──▶ Established ──shutdown──▶ Draining ──all streams done──▶ Closing
 *        │                     │                        │  (or the drain timeout)     │
 *        └────close, error─────┴────close, error────────┴────────────────────────────▶│
 *                                                                                     │ peer's CLOSE, or
 *        any but Closed ──peer's CLOSE──▶ Lingering ──closing period──▶ Closed ◀───────┘ closing period
 *        any but Closed ──idle timeout, stateless reset──▶ Closed
 * </pre>
 */
public sealed interface ConnectionState {
    /** Hellos are exchanged. */
    record Handshaking(long deadline, long latest) implements ConnectionState {
        /** What a peer that answers may take, as a multiple of what one may that does not. */
        private static final int PATIENCE_WITH_THE_LIVING = 3;

        /**
         * @param timeout how long the peer may be silent
         */
        static Handshaking begin(long now, Duration timeout) {
            return new Handshaking(
                    now + timeout.toNanos(), now + PATIENCE_WITH_THE_LIVING * timeout.toNanos());
        }

        /** The peer was heard: it is there, if only slow. */
        Handshaking heard(long now, Duration timeout) {
            return new Handshaking(Math.min(latest, now + timeout.toNanos()), latest);
        }
    }

    /** Streams flow. */
    record Established() implements ConnectionState {}

    /** No new streams; what was offered is delivered, then the connection closes. */
    record Draining(long deadline) implements ConnectionState {}

    /**
     * CONNECTION_CLOSE is sent, and again until the peer answers with its own or the period ends: the
     * answer may be lost (the TIME-WAIT of other protocols).
     *
     * @param deadline when the period ends
     * @param latest when it ends at last, though the peer goes on sending
     * @param nextSend when CONNECTION_CLOSE goes out next, {@link Long#MAX_VALUE} for no more
     * @param sends how often it went out
     */
    record Closing(CloseReason reason, long deadline, long latest, long nextSend, int sends)
            implements
                ConnectionState {
        /** Times that a CONNECTION_CLOSE goes out unanswered before only the period is awaited. */
        private static final int MAX_CLOSES = 12;

        /** Times that it goes out in all if the peer goes on sending. */
        private static final int MAX_CLOSE_ANSWERS = 48;

        /** The period in probe timeouts (RFC 9000 §10.2) and its bounds. */
        private static final int PROBES = 3;

        private static final long MIN_PERIOD = 1_200_000_000L;
        private static final long MAX_PERIOD = 3_000_000_000L;
        private static final long FIRST_REPEAT = 25_000_000L;

        /**
         * @param probeInterval the present probe timeout
         */
        static Closing begin(long now, CloseReason reason, long probeInterval) {
            return new Closing(reason, now + period(probeInterval), now + MAX_PERIOD, now, 0);
        }

        /** How long a side stays to say goodbye. */
        static long period(long probeInterval) {
            return Math.clamp(PROBES * probeInterval, MIN_PERIOD, MAX_PERIOD);
        }

        /** CONNECTION_CLOSE goes out: after it the next time, less and less often. */
        Closing sent(long now) {
            int times = sends + 1;
            long next = times < MAX_CLOSES ? now + (FIRST_REPEAT << Math.min(times / 3, 3)) : Long.MAX_VALUE;
            return new Closing(reason, deadline, latest, next, times);
        }

        /** A peer that still sends has not heard the goodbye: it is told again, and given time (RFC 9000 §10.2.1). */
        Closing peerSent(long now) {
            if (sends == 0 || sends >= MAX_CLOSE_ANSWERS) {
                return this;
            }
            return new Closing(reason, Math.clamp(now + MIN_PERIOD, deadline, latest), latest, now, sends);
        }
    }

    /** The peer closed; its repeated CONNECTION_CLOSE is answered until the period ends. */
    record Lingering(CloseReason reason, long deadline, boolean answerPending)
            implements
                ConnectionState {
        /** The peer said goodbye, for the first time. */
        static Lingering begin(long now, CloseReason reason, long probeInterval) {
            return new Lingering(reason, now + Closing.period(probeInterval), true);
        }

        /** The same, with an answer owed or given. */
        Lingering withAnswerPending(boolean pending) {
            return new Lingering(reason, deadline, pending);
        }
    }

    /** Over. */
    record Closed(CloseReason reason) implements ConnectionState {}
}
