package io.sluice.gateway.session;

import io.sluice.gateway.store.SessionRecord;
import java.time.Instant;

/** The states of a session at its gateway. */
sealed interface SessionState {
    /** A connection carries it. */
    record Active(ClientConnection connection) implements SessionState {}

    /** It waits for its client until the deadline. */
    record Detached(Instant deadline) implements SessionState {}

    /** Its client came too late, or never; remembered for a while so that the client learns why. */
    record Expired(Instant since) implements SessionState {}

    /** The name in records and views. */
    default String name() {
        return switch (this) {
            case Active ignored -> SessionRecord.ACTIVE;
            case Detached ignored -> SessionRecord.DETACHED;
            case Expired ignored -> SessionRecord.EXPIRED;
        };
    }
}
