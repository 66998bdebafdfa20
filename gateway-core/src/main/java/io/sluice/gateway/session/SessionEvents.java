package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest events of all sessions together, old ones giving way to new: what they take does not grow with the number of
 * sessions, and a session costs nothing for having had some. Safe for threads.
 */
final class SessionEvents {
    private final @Nullable Kept[] ring;
    private long count;

    private record Kept(long atMillis, SessionId session, String client, SessionEventKind kind, String detail) {
        SessionEvent view() {
            return new SessionEvent(Instant.ofEpochMilli(atMillis).toString(), session.toString(), client, kind,
                    detail);
        }
    }

    /**
     * @param most how many are kept; 0 for none
     */
    SessionEvents(int most) {
        ring = new Kept[most];
    }

    synchronized void add(Instant at, Session session, SessionEventKind kind, String detail) {
        if (ring.length > 0) {
            ring[(int) (count++ % ring.length)] = new Kept(at.toEpochMilli(), session.id(), session.clientName(), kind,
                    detail);
        }
    }

    /**
     * Some events, the newest first.
     *
     * @param session the only one wanted, or null for all
     * @param limit how many at most
     */
    synchronized List<SessionEvent> newest(@Nullable SessionId session, int limit) {
        List<SessionEvent> found = new ArrayList<>();
        for (long number = count - 1; number >= Math.max(0, count - ring.length) && found.size() < limit; number--) {
            Kept kept = ring[(int) (number % ring.length)];
            if (kept != null && (session == null || kept.session().equals(session))) {
                found.add(kept.view());
            }
        }
        return found;
    }
}
