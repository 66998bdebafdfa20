package io.sluice.crsp.endpoint;

import io.sluice.crsp.connection.Connection;
import java.net.InetSocketAddress;

/** A connection as its endpoint keeps it: with its path, its application and its timer. */
public final class EndpointConnection {
    /** Not in the timer heap. */
    static final int NO_INDEX = -1;

    private final Endpoint endpoint;
    private final Connection connection;
    private ConnectionHandler handler;
    boolean dirty;
    boolean queuedBehind;
    long deadline = Long.MAX_VALUE;
    int heapIndex = NO_INDEX;

    EndpointConnection(
            Endpoint endpoint,
            Connection connection,
            ConnectionHandler handler) {
        this.endpoint = endpoint;
        this.connection = connection;
        this.handler = handler;
    }

    public Connection connection() {
        return connection;
    }

    /** The peer's address; it may change while the connection lives. */
    public InetSocketAddress remote() {
        return connection.remote();
    }

    ConnectionHandler handler() {
        return handler;
    }

    /** Hands the connection to another handler from the next event on. */
    public void handler(ConnectionHandler next) {
        handler = next;
    }

    /**
     * Lets other connections of the endpoint send first from now on, or no longer: for what is large and not urgent. Does
     * not say how much it may send. On the thread of the endpoint; {@link #wakeUp} follows.
     */
    public void background(boolean wanted) {
        connection.background(wanted);
        if (!wanted) {
            endpoint.promote(this);
        }
    }

    /** True if others go first. */
    public boolean isBackground() { return connection.isBackground(); }

    /**
     * Must be called after the application used the connection or a stream outside of its handler, so
     * that the endpoint sends what waits.
     */
    public void wakeUp() {
        endpoint.markDirty(this);
    }
}
