package io.sluice.gateway.session;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardSource;
import io.sluice.gateway.store.StoredStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
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
    private final SessionRecorder recorder;
    private final String gatewayId;
    // Numbers instead of objects, and lists that are replaced instead of maps: a gateway has a million of these.
    private final long createdAtMillis;
    private final long windowMillis;
    private List<SessionStream> streams = List.of();
    /** Streams as stored, until the client begins them again. */
    private List<StoredStream> storedStreams = List.of();

    private String clientName;
    private long epoch;
    private SessionState state;
    private long changedAtMillis;
    private boolean dirty;

    Session(SessionRecorder recorder, SessionId id, String clientName, Duration window, String gatewayId, Instant now) {
        this.recorder = recorder;
        this.id = id;
        this.clientName = clientName;
        this.windowMillis = window.toMillis();
        this.gatewayId = gatewayId;
        this.createdAtMillis = now.toEpochMilli();
        this.changedAtMillis = createdAtMillis;
        this.state = new SessionState.Detached(now.plus(window));
    }

    /** Restores a session from its record, detached until this deadline. */
    static Session restore(SessionRecorder recorder, SessionRecord stored, String gatewayId, Instant deadline) {
        Session session = new Session(
                recorder,
                SessionId.parse(stored.id()),
                stored.clientName(),
                Duration.ofMillis(stored.windowMillis()),
                gatewayId,
                Instant.ofEpochMilli(stored.createdAtMillis()));
        session.epoch = stored.epoch();
        session.changedAtMillis = stored.changedAtMillis();
        session.state = stored.state().equals(SessionRecord.EXPIRED)
                ? new SessionState.Expired(Instant.ofEpochMilli(stored.changedAtMillis()))
                : new SessionState.Detached(deadline);
        session.storedStreams = List.copyOf(stored.streams());
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
        return Duration.ofMillis(windowMillis);
    }

    SessionState state() {
        return state;
    }

    void becomeActive(ClientConnection connection, String name, Instant now) {
        clientName = name;
        epoch++;
        state = new SessionState.Active(connection);
        changedAtMillis = now.toEpochMilli();
    }

    void becomeDetached(Instant deadline, Instant now) {
        storedStreams = allStored();
        streams.forEach(SessionStream::detach);
        state = new SessionState.Detached(deadline);
        changedAtMillis = now.toEpochMilli();
    }

    void becomeExpired(Instant now) {
        removeAllStreams();
        storedStreams = List.of();
        state = new SessionState.Expired(now);
        changedAtMillis = now.toEpochMilli();
    }

    void removeAllStreams() {
        List<SessionStream> all = streams;
        for (SessionStream stream : all) {
            stream.detach();
        }
        streams = List.of();
        all.forEach(SessionStream::onRemoved);
    }

    // Streams.

    int streamCount() {
        return streams.size();
    }

    public @Nullable SessionStream stream(long number) {
        return streams.stream().filter(stream -> stream.number() == number).findFirst().orElse(null);
    }

    /** What was stored of a stream before this gateway started or took the session over, or null. */
    public @Nullable StoredStream storedStream(long number) {
        return storedStreams.stream().filter(stream -> stream.number() == number).findFirst().orElse(null);
    }

    void begin(SessionStream stream, io.sluice.crsp.stream.Stream transport, Message opening) {
        restoreStream(stream);
        stream.attach(transport, opening);
    }

    /** Lets a stream work on while no client is attached, as a generator of numbers does. */
    void restoreStream(SessionStream stream) {
        if (!streams.contains(stream)) {
            streams = Stream.concat(without(stream.number()), Stream.of(stream)).toList();
        }
    }

    private Stream<SessionStream> without(long number) {
        return streams.stream().filter(stream -> stream.number() != number);
    }

    void remove(SessionStream stream) {
        if (streams.contains(stream)) {
            streams = without(stream.number()).toList();
            storedStreams = storedStreams.stream().filter(stored -> stored.number() != stream.number()).toList();
            markDirty();
            if (stream.hasProgress()) {
                recorder.forgetProgress(this, stream.number());
            }
        }
    }

    List<StoredStream> storedStreams() {
        return storedStreams;
    }

    /** Something worth keeping changed: it is stored within seconds. */
    public void markDirty() {
        if (!dirty) {
            dirty = true;
            recorder.storeSoon(this);
        }
    }

    /** Stores the session and then, on the loop's thread, goes on. */
    public void storeNow(Runnable then) {
        recorder.storeNow(this, then);
    }

    /** Writes a message and its number as a stream's progress, in one transaction. */
    public void write(ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes) {
        recorder.write(this, source, sequence, record, bytes);
    }

    /** Everything that may be stored of this session. */
    List<byte[]> allKeys() {
        List<byte[]> keys = new ArrayList<>();
        keys.add(ShardKeys.session(id.toString()));
        for (StoredStream stream : allStored()) {
            if (!stream.kind().equals(StoredStream.DELIVERY)) {
                keys.add(ShardKeys.progress(id.toString(), stream.number()));
            }
        }
        return keys;
    }

    boolean isDirty() { return dirty; }

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
        return new SessionRecord(
                SessionRecord.SCHEMA,
                id.toString(),
                state.name(),
                epoch,
                clientName,
                gatewayId,
                windowMillis,
                createdAtMillis,
                changedAtMillis,
                state instanceof SessionState.Detached(Instant deadline) ? deadline.toEpochMilli() : null,
                allStored());
    }

    /** What is known of every stream: of those that are begun as they are now, of the others as they were. */
    private List<StoredStream> allStored() {
        Stream<StoredStream> waiting = storedStreams.stream().filter(stored -> stream(stored.number()) == null);
        return Stream.concat(waiting, streams.stream().map(SessionStream::stored)).toList();
    }

    SessionView toView() {
        List<StreamView> views = new ArrayList<>();
        streams.forEach(stream -> views.add(stream.view()));
        return new SessionView(
                id.toString(),
                state.name(),
                clientName,
                state instanceof SessionState.Active(ClientConnection connection) ? connection.remoteText() : null,
                epoch,
                Instant.ofEpochMilli(createdAtMillis).toString(),
                state instanceof SessionState.Detached(Instant deadline) ? deadline.toString() : null,
                gatewayId,
                views);
    }
}
