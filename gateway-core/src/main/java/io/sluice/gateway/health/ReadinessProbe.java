package io.sluice.gateway.health;

import java.util.Map;

/**
 * One thing that must be well before the gateway takes clients, such as "kafka" or "listener". Every bean of this type
 * is asked at each readiness request, on the request's thread: {@link #read()} answers from what is known and never
 * waits on the network.
 */
public interface ReadinessProbe {

    /** A short lower-case name, unique in the gateway; it prefixes the details in the answer. */
    String name();

    /** The state now. */
    Reading read();

    /**
     * A probe's answer.
     *
     * @param up whether this part is ready
     * @param data details for a person, such as an address, or the error and what to do about it
     */
    record Reading(boolean up, Map<String, String> data) {
        /** Copies {@code data}. */
        public Reading {
            data = Map.copyOf(data);
        }

        /** Ready, with details. */
        public static Reading up(Map<String, String> data) {
            return new Reading(true, data);
        }

        /** Not ready, with the reason under {@code error}. */
        public static Reading down(String error) {
            return new Reading(false, Map.of("error", error));
        }
    }
}
