package io.sluice.gateway.session;

import io.sluice.crsp.session.Start;
import org.jspecify.annotations.Nullable;

/** A stream whose place in a topic others than its client can move, too. */
public interface Steerable extends Pausable {
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
