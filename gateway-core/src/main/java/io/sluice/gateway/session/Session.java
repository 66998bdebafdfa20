package io.sluice.gateway.session;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.stream.Stream;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.StoredStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session that this gateway serves. On the event loop's thread.
 *
 * <pre>
 *   Active ──connection lost──▶ Detached ──deadline──▶ Expired
 *     ▲ └──ended by the client──▶ (gone)     │
 *     └──────────────resumed─────────────────┘
 * </pre>
 */
public final class Session {
    private final SessionId id;
    private final SessionManager manager;
    private final String gatewayId;
    private final Instant createdAt;
    private final Duration window;
    private final Map<Long, SessionStream> streams = new LinkedHashMap<>();
    /** Streams as stored, until the client begins them again. */
    private final Map<Long, StoredStream> storedStreams = new HashMap<>();

    private String clientName;
    private long epoch;
    private SessionState state;
    private Instant changedAt;
    private boolean dirty;

    Session(SessionManager manager, SessionId id, String clientName, Duration window, String gatewayId, Instant now) {
        this.manager = manager;
        this.id = id;
        this.clientName = clientName;
        this.window = window;
        this.gatewayId = gatewayId;
        this.createdAt = now;
        this.changedAt = now;
        this.state = new SessionState.Detached(now.plus(window));
    }

    /** Restores a session from its record, detached until this deadline. */
    static Session restore(SessionManager manager, SessionRecord stored, String gatewayId, Instant deadline) {
        Session session = new Session(
                manager,
                SessionId.parse(stored.id()),
                stored.clientName(),
                Duration.ofMillis(stored.windowMillis()),
                gatewayId,
                Instant.ofEpochMilli(stored.createdAtMillis()));
        session.epoch = stored.epoch();
        session.changedAt = Instant.ofEpochMilli(stored.changedAtMillis());
        session.state = stored.state().equals(SessionRecord.EXPIRED)
                ? new SessionState.Expired(session.changedAt)
                : new SessionState.Detached(deadline);
        for (StoredStream stream : stored.streams()) {
            session.storedStreams.put(stream.number(), stream);
        }
        return session;
    }

    public SessionId id() {
        return id;
    }

    public long epoch() {
        return epoch;
    }

    /** How long the session outlives its connection. */
    public Duration window() {
        return window;
    }

    SessionState state() {
        return state;
    }

    void becomeActive(ClientConnection connection, String name, Instant now) {
        clientName = name;
        epoch++;
        state = new SessionState.Active(connection);
        changedAt = now;
    }

    void becomeDetached(Instant deadline, Instant now) {
        for (SessionStream stream : List.copyOf(streams.values())) {
            storedStreams.put(stream.number(), stream.stored());
            stream.detach();
        }
        state = new SessionState.Detached(deadline);
        changedAt = now;
    }

    void becomeExpired(Instant now) {
        removeAllStreams();
        storedStreams.clear();
        state = new SessionState.Expired(now);
        changedAt = now;
    }

    void removeAllStreams() {
        for (SessionStream stream : List.copyOf(streams.values())) {
            stream.detach();
            streams.remove(stream.number());
            stream.onRemoved();
        }
    }

    // Streams.

    int streamCount() {
        return streams.size();
    }

    public @Nullable SessionStream stream(long number) {
        return streams.get(number);
    }

    /** What was stored of a stream before this gateway started or took the session over, or null. */
    public @Nullable StoredStream storedStream(long number) {
        return storedStreams.get(number);
    }

    void begin(SessionStream stream, Stream transport, Message opening) {
        streams.put(stream.number(), stream);
        stream.attach(transport, opening);
    }

    /** Lets a stream work on while no client is attached, as a generator of numbers does. */
    void restoreStream(SessionStream stream) {
        streams.put(stream.number(), stream);
    }

    void remove(SessionStream stream) {
        if (streams.remove(stream.number(), stream)) {
            storedStreams.remove(stream.number());
            markDirty();
        }
    }

    List<StoredStream> storedStreams() {
        return List.copyOf(storedStreams.values());
    }

    /** Something worth keeping changed: it is stored within seconds. */
    public void markDirty() {
        if (!dirty) {
            dirty = true;
            manager.storeSoon(this);
        }
    }

    /** Stores the session and then, on the loop's thread, goes on. */
    public void storeNow(Runnable then) {
        manager.storeNow(this, then);
    }

    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    void wakeUp() {
        if (state instanceof SessionState.Active(ClientConnection connection)) {
            connection.wakeUp();
        }
    }

    SessionRecord toRecord() {
        Map<Long, StoredStream> all = new LinkedHashMap<>(storedStreams);
        streams.values().forEach(stream -> all.put(stream.number(), stream.stored()));
        return new SessionRecord(
                SessionRecord.SCHEMA,
                id.toString(),
                state.name(),
                epoch,
                clientName,
                gatewayId,
                window.toMillis(),
                createdAt.toEpochMilli(),
                changedAt.toEpochMilli(),
                state instanceof SessionState.Detached(Instant deadline) ? deadline.toEpochMilli() : null,
                List.copyOf(all.values()));
    }

    SessionView toView() {
        List<StreamView> views = new ArrayList<>();
        streams.values().forEach(stream -> views.add(stream.view()));
        return new SessionView(
                id.toString(),
                state.name(),
                clientName,
                state instanceof SessionState.Active(ClientConnection connection) ? connection.remoteText() : null,
                epoch,
                createdAt.toString(),
                state instanceof SessionState.Detached(Instant deadline) ? deadline.toString() : null,
                gatewayId,
                views);
    }
}
