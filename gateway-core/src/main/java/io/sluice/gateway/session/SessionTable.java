package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are here, by shard: a shard that goes takes its sessions along, and none of the others is looked at.
 * On the event loop's thread; {@link #size} may be asked from any.
 */
final class SessionTable {
    private final ToIntFunction<SessionId> shardOf;
    private final Map<Integer, SessionSet> byShard = new HashMap<>();
    private volatile int size;

    /** @param shardOf the shard of a session */
    SessionTable(ToIntFunction<SessionId> shardOf) {
        this.shardOf = shardOf;
    }

    @Nullable
    Session get(SessionId id) {
        SessionSet shard = byShard.get(shardOf.applyAsInt(id));
        return shard == null ? null : shard.get(id);
    }

    void put(Session session) {
        Session before = byShard.computeIfAbsent(shardOf.applyAsInt(session.id()), each -> new SessionSet())
                .put(session);
        if (before == null) {
            resize(1);
        }
    }

    /** Takes a session out; false if it is not here any more. */
    boolean remove(Session session) {
        SessionSet shard = byShard.get(shardOf.applyAsInt(session.id()));
        boolean removed = shard != null && shard.remove(session);
        if (removed) {
            resize(-1);
        }
        return removed;
    }

    /** Takes all sessions of a shard out. */
    List<Session> removeShard(int number) {
        SessionSet shard = byShard.remove(number);
        if (shard == null) {
            return List.of();
        }
        resize(-shard.size());
        List<Session> all = new ArrayList<>(shard.size());
        for (Session each : shard.slots()) {
            if (each != null) {
                all.add(each);
            }
        }
        return all;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
    private void resize(int change) {
        size += change;
    }

    int size() {
        return size;
    }
}
