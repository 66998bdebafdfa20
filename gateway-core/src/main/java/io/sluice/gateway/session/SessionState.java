package io.sluice.gateway.session;

import io.sluice.gateway.store.SessionRecord;
import java.time.Instant;
import java.util.List;

/** The states of a session at its gateway. */
sealed interface SessionState {
    /** The names, in the order in which lists show them. */
    List<String> NAMES = List.of(SessionRecord.ACTIVE, SessionRecord.DETACHED, SessionRecord.EXPIRED);

    /** A connection carries it. */
    record Active(ClientConnection connection) implements SessionState {}

    /** It waits for its client until the deadline. */
    record Detached(Instant deadline) implements SessionState {}

    /** Its client came too late, or never; remembered for a while so that the client learns why. */
    record Expired(Instant since) implements SessionState {}

    /** Its place among the states, from 1: active, detached, expired. */
    default int number() {
        return numberOf(name());
    }

    /**
     * The place of a state among the states.
     *
     * @throws IllegalArgumentException if there is no state of this name
     */
    static int numberOf(String name) {
        int place = NAMES.indexOf(name);
        if (place < 0) {
            throw new IllegalArgumentException("a session is one of " + NAMES + ", not " + name);
        }
        return place + 1;
    }

    /** The name in records and views. */
    default String name() {
        return switch (this) {
            case Active ignored -> SessionRecord.ACTIVE;
            case Detached ignored -> SessionRecord.DETACHED;
            case Expired ignored -> SessionRecord.EXPIRED;
        };
    }
}
