package io.sluice.crsp.endpoint;

import io.sluice.crsp.connection.ConnectionEvent;

/** The application of one connection. Called on the endpoint's thread; must not block. */
@FunctionalInterface
public interface ConnectionHandler {
    /** Takes one event; {@link ConnectionEvent.Closed} is the last. */
    void onEvent(EndpointConnection connection, ConnectionEvent event);
}
