package io.sluice.crsp.endpoint;

import io.sluice.crsp.security.ClientSecurity;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that drives an endpoint, as its applications see it. The UDP driver is one; a simulated network is
 * another, with a virtual clock.
 */
public interface EventLoop {
    /** The loop's monotonic clock, in nanoseconds. */
    long now();

    /** Runs a task on the loop's thread, soon, in the order of submission. Callable from any thread. */
    void execute(Runnable task);

    /** Runs a task on the loop's thread after a delay. Callable from any thread. */
    Scheduled schedule(long delayNanos, Runnable task);

    /** Begins a connection, secured or plain by name; call it on the loop's thread. */
    EndpointConnection connect(InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler);

    /**
     * Begins a connection inside a TCP connection, for networks that block UDP; call it on the loop's thread.
     *
     * @return null if this loop has no TCP, as in a simulated network
     */
    default @Nullable EndpointConnection connectByTcp(
            InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        return null;
    }

    /** A task that can be called off. */
    interface Scheduled {
        /** Keeps the task from running, if it has not begun. Call it on the loop's thread. */
        void cancel();
    }
}
