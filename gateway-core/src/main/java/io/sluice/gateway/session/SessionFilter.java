package io.sluice.gateway.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are wanted; null asks for any.
 *
 * @param idPrefix up to 32 hexadecimal digits that the id begins with
 * @param state {@code ACTIVE}, {@code DETACHED} or {@code EXPIRED}
 * @param client part of what the client calls itself, ASCII letters in either case
 * @param address part of the client's address and port
 * @param topic the topic of one of its streams
 * @param kind the kind of one of its streams, such as {@code delivery}
 * @param minLag records behind at least
 * @param minLossPercent packets lost of those sent on its connection, in percent, at least
 * @param createdFrom the earliest beginning
 * @param createdUntil the first beginning that is too late
 */
public record SessionFilter(
        @Nullable String idPrefix,
        @Nullable String state,
        @Nullable String client,
        @Nullable String address,
        @Nullable String topic,
        @Nullable String kind,
        @Nullable Long minLag,
        @Nullable Double minLossPercent,
        @Nullable Instant createdFrom,
        @Nullable Instant createdUntil) {
    /** Every session. */
    public static final SessionFilter ANY = new SessionFilter(null, null, null, null, null, null, null, null, null,
            null);

    private static final int ID_DIGITS = 32;

    /** Those that have a stream of a topic and a kind. */
    public static SessionFilter ofStreams(String topic, String kind) {
        return new SessionFilter(null, null, null, null, topic, kind, null, null, null, null);
    }

    public SessionFilter {
        if (idPrefix != null && (idPrefix.length() > ID_DIGITS || !idPrefix.matches("[0-9a-fA-F]+"))) {
            throw new IllegalArgumentException("an id begins with up to 32 hexadecimal digits: " + idPrefix);
        }
    }
}
