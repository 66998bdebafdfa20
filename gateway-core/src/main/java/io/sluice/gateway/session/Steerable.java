package io.sluice.gateway.session;

import io.sluice.crsp.session.Start;
import org.jspecify.annotations.Nullable;

/** A stream whose delivery others than its client can steer. On the event loop's thread, while a connection carries it. */
public interface Steerable {
    /**
     * Pauses or goes on; the client is told.
     *
     * @param by who says so, such as "by an operator"
     */
    void pause(boolean wanted, String by);

    boolean isPaused();

    /**
     * Goes on from elsewhere; the client is told.
     *
     * @param by who says so, such as "by an operator"
     */
    void moveTo(Start start, String by);

    /** Where the stream began, or null if that was at another gateway and is not known here. */
    @Nullable
    Start began();
}
