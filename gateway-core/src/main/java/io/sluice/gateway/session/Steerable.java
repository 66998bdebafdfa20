package io.sluice.gateway.session;

import io.sluice.crsp.session.Start;
import org.jspecify.annotations.Nullable;

/** A stream whose delivery an operator can steer. On the event loop's thread, while a connection carries it. */
public interface Steerable {
    /** Pauses or goes on; the client is told. */
    void pause(boolean wanted);

    boolean isPaused();

    /** Goes on from elsewhere; the client is told. */
    void moveTo(Start start);

    /** Where the stream began, or null if that was at another gateway and is not known here. */
    @Nullable
    Start began();
}
