package io.sluice.crsp.endpoint;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Connections that may have something to send, each once, in the order in which they came. Those in the background go
 * when no other waits, as traffic of lower effort does (RFC 8622), and now and then even so: nobody starves. Not safe for
 * threads.
 */
final class TransmitQueue {
    /** Turns of others after which one of the background has its turn. */
    private static final int PATIENCE = 16;

    private final ArrayDeque<EndpointConnection> foreground = new ArrayDeque<>();
    private final ArrayDeque<EndpointConnection> background = new ArrayDeque<>();
    private int passedOver;

    /** Adds one that is not in the queue. */
    void add(EndpointConnection entry) {
        entry.queuedBehind = entry.isBackground();
        (entry.queuedBehind ? background : foreground).add(entry);
    }

    /** One that may be in the queue belongs to the foreground now. */
    void promote(EndpointConnection entry) {
        if (entry.queuedBehind) {
            entry.queuedBehind = false;
            background.remove(entry);
            foreground.add(entry);
        }
    }

    /** Takes the next one out, or null. */
    @Nullable
    EndpointConnection next() {
        boolean backgroundsTurn = foreground.isEmpty() || passedOver >= PATIENCE;
        EndpointConnection next = backgroundsTurn ? background.poll() : null;
        if (next != null) {
            passedOver = 0;
            next.queuedBehind = false;
            return next;
        }
        passedOver = background.isEmpty() ? 0 : passedOver + 1;
        return foreground.poll();
    }

    /** True if one waits that is not in the background. */
    boolean hasForeground() {
        return !foreground.isEmpty();
    }
}
