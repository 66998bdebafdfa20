package io.sluice.gateway.session;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The sessions of this process, by id. */
@ApplicationScoped
public class InMemorySessionDirectory implements SessionDirectory {
    private final ConcurrentNavigableMap<String, SessionView> sessions = new ConcurrentSkipListMap<>();

    /** Adds a session, or replaces the one of the same id. */
    public void put(SessionView session) {
        sessions.put(session.id(), session);
    }

    /** Forgets a session. */
    public void remove(String id) {
        sessions.remove(id);
    }

    @Override
    public List<SessionView> list(int limit, @Nullable String afterId) {
        Map<String, SessionView> rest = afterId == null ? sessions : sessions.tailMap(afterId, false);
        return rest.values().stream().limit(limit).toList();
    }

    @Override
    public long count() {
        return sessions.size();
    }
}
