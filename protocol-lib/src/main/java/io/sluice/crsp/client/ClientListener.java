package io.sluice.crsp.client;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Told how a client's connection fares. Called on the client's thread; must not block. */
public interface ClientListener {
    /** A listener that does nothing. */
    ClientListener NONE = new ClientListener() {
    };

    /**
     * An attempt begins.
     *
     * @param attempt counts from 1 since the last success
     */
    default void onConnecting(InetSocketAddress gateway, int attempt) {}

    /**
     * The session is open.
     *
     * @param resumed false for a new session, true if an earlier one goes on
     * @param over what carries the connection
     */
    default void onConnected(SessionId session, boolean resumed, InetSocketAddress gateway, Transport over) {}

    /** The connection is gone, the session waits; the next attempt begins after {@code retryIn}. */
    default void onDisconnected(CloseReason reason, Duration retryIn) {}

    /**
     * A gateway sends the session on to another, which is asked next. An open session goes on where it is until it is
     * open there.
     *
     * @param gatewayId what the other calls itself
     */
    default void onRedirected(String gatewayId, InetSocketAddress to) {}

    /** The session's gateway is silent: another is asked meanwhile. Whichever answers first has the session. */
    default void onSilent(InetSocketAddress gateway, InetSocketAddress asked) {}

    /** The gateway that was silent answers again, before the other had the session: it keeps it. */
    default void onHeard(InetSocketAddress gateway) {}

    /** A gateway will not go on with the session: it is over, and nothing is tried again. */
    default void onRejected(ErrorCode code, String message) {}
}
