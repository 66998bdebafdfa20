package io.sluice.gateway.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a question or an action of an operator's. */
public sealed interface SessionAnswer {
    /** The session as it is now. */
    record Found(SessionDetails session) implements SessionAnswer {}

    /**
     * The action was done.
     *
     * @param session as it is afterwards; null if it is no more
     * @param streams the numbers of those it was done to
     */
    record Done(@Nullable SessionDetails session, List<Long> streams) implements SessionAnswer {
        /** Copies {@code streams}. */
        public Done {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Another gateway has the session, and has done it.
     *
     * @param gateway its name
     * @param streams how many it was done to
     */
    record DoneElsewhere(String gateway, long streams) implements SessionAnswer {}

    /** There is no such session in a shard that is served here. */
    record Unknown() implements SessionAnswer {}

    /** The session has no such stream. */
    record StreamUnknown() implements SessionAnswer {}

    /**
     * Another gateway serves its shard.
     *
     * @param gateway its name, or null while that is not known
     */
    record Elsewhere(@Nullable String gateway) implements SessionAnswer {}

    /**
     * The gateway is starting.
     *
     * @param waitingFor what the start waits for
     */
    record NotReady(String waitingFor) implements SessionAnswer {}

    /** The session is not in the state that was named. */
    record Changed() implements SessionAnswer {}

    /**
     * It cannot be done now.
     *
     * @param reason and what to do, a sentence
     */
    record Impossible(String reason) implements SessionAnswer {}
}
