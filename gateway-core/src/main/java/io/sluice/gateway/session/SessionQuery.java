package io.sluice.gateway.session;

import org.jspecify.annotations.Nullable;

/**
 * A page of a list of sessions.
 *
 * @param filter which sessions
 * @param order what decides their places
 * @param descending true for the largest first
 * @param after the last place of the page before, or null for the first page
 * @param limit how many at most, at least 1
 */
public record SessionQuery(SessionFilter filter, SessionOrder order, boolean descending,
        @Nullable SessionPlace after, int limit) {
    public SessionQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has a row at least: " + limit);
        }
    }
}
