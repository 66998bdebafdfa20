package io.sluice.gateway.session;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** Lists the sessions this gateway knows. Safe for use from any thread; what it returns is a snapshot. */
public interface SessionDirectory {

    /**
     * One page of sessions in the order of their ids.
     *
     * @param limit how many at most, at least 1
     * @param afterId the last id of the page before, or null for the first page
     * @throws IllegalArgumentException if {@code afterId} is no id
     */
    List<SessionView> list(int limit, @Nullable String afterId);

    /** How many there are in all. */
    long count();
}
