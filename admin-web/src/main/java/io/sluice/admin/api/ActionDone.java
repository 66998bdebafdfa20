package io.sluice.admin.api;

import io.sluice.gateway.session.SessionDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a session.
 *
 * @param action such as {@code pause}
 * @param id of the session
 * @param streams the numbers of those that it concerned
 * @param session as it is afterwards, or null if it is no more
 */
public record ActionDone(String action, String id, List<Long> streams, @Nullable SessionDetails session) {
    /** Copies {@code streams}. */
    public ActionDone {
        streams = List.copyOf(streams);
    }
}
