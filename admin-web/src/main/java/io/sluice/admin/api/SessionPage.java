package io.sluice.admin.api;

import io.sluice.gateway.session.SessionView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of sessions.
 *
 * @param count how many sessions there are in all
 * @param next the {@code after} of the next page, or null on the last one
 * @param sessions this page, in the order of their ids
 */
public record SessionPage(long count, @Nullable String next, List<SessionView> sessions) {
}
