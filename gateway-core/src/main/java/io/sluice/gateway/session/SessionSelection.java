package io.sluice.gateway.session;

import java.util.List;

/**
 * The rows of one page of a list of sessions.
 *
 * @param places those of the page, in its order
 * @param total how many sessions the filter lets through, on all pages
 * @param more true if others follow
 */
public record SessionSelection(List<SessionPlace> places, long total, boolean more) {
    /** Copies {@code places}. */
    public SessionSelection {
        places = List.copyOf(places);
    }
}
