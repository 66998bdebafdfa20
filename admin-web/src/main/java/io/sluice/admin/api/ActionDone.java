package io.sluice.admin.api;

import io.sluice.gateway.session.SessionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a session.
 *
 * @param action such as {@code pause}
 * @param id of the session
 * @param gateway that has the session and did it
 * @param count how many streams it concerned
 * @param streams their numbers; empty if another gateway did it
 * @param session as it is afterwards, or null if it is no more, or another gateway did it
 */
public record ActionDone(String action, String id, String gateway, long count, List<Long> streams,
        @Nullable SessionDetails session) {
    /** Copies {@code streams}. */
    public ActionDone {
        streams = List.copyOf(streams);
    }
}
