package io.sluice.gateway.session;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of this gateway as operators see and steer them. Safe for use from any thread. */
public interface SessionDirectory {
    /** Finds a page of a list; empty while the gateway is starting. */
    SessionSelection select(SessionQuery query);

    /** Shows sessions in the order given; those that have gone meanwhile are left out. */
    CompletableFuture<List<SessionView>> show(List<String> ids);

    /**
     * Shows one session: Found, Unknown, Elsewhere or NotReady.
     *
     * @throws IllegalArgumentException if it is no id
     */
    CompletableFuture<SessionAnswer> show(String id);

    /**
     * Does something to a session.
     *
     * @param stream the number of the one stream concerned, or null for all that can
     * @param condition asked for the {@link SessionDetails#tag} in the same moment; false changes nothing
     * @throws IllegalArgumentException if it is no id
     */
    CompletableFuture<SessionAnswer> act(String id, @Nullable Long stream, SessionAction action,
            Predicate<String> condition);

    /**
     * Does something to a session in whatever state it is, also to one that another gateway has, which is then asked by way of
     * Kafka. A trace can be begun only where it is kept.
     *
     * @param stream the number of the one stream concerned, or null for all that can
     * @throws IllegalArgumentException if it is no id
     */
    CompletableFuture<SessionAnswer> actAnywhere(String id, @Nullable Long stream, SessionAction action);

    /**
     * What happened to sessions of this gateway lately, the newest first.
     *
     * @param session the only one wanted, or null for all
     * @throws IllegalArgumentException if it is no id
     */
    List<SessionEvent> events(@Nullable String session, int limit);

    /**
     * The trace of a session as far as it has come, qlog in JSON text sequences, or null if there is none.
     *
     * @throws IllegalArgumentException if it is no id
     */
    @Nullable
    String trace(String id);

    /** How many have a connection from an address; 0 while the gateway is starting. */
    CompletableFuture<Integer> countFrom(InetAddress address);

    /** How many there are in all. */
    long count();
}
