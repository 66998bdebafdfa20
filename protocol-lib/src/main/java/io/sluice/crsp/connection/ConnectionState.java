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
     */
    record Closing(CloseReason reason, long deadline, long latest, long nextSend, int sends)
            implements
                ConnectionState {}

    /** The peer closed; its repeated CONNECTION_CLOSE is answered until the period ends. */
    record Lingering(CloseReason reason, long deadline, boolean answerPending)
            implements
                ConnectionState {}

    /** Over. */
    record Closed(CloseReason reason) implements ConnectionState {}
}
