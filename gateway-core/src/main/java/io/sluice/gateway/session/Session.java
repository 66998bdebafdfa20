package io.sluice.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.ban.BanAddress;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardSource;
import io.sluice.gateway.store.StoredStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
    // Numbers and bytes instead of objects, and lists that are replaced instead of maps: a gateway has a million of these.
    private final SessionId id;
    private final SessionRecorder recorder;
    private final String gatewayId;
    private final long createdAtMillis;
    private final long windowMillis;
    private List<SessionStream> streams = List.of();
    /** Streams as stored, until the client begins them again. */
    private List<StoredStream> storedStreams = List.of();

    private byte[] clientName;
    private long epoch;
    /** The one that carries it, or null. */
    private @Nullable ClientConnection connection;
    /** Of the connection before, or null. */
    private byte @Nullable [] lastAddress;
    private boolean expired;
    private long changedAtMillis;
    /** Until when it may be resumed, or if it is expired, until when that is remembered. */
    private long deadlineMillis;
    private int deadlineIndex = Deadlines.NONE;
    private int indexRow = SessionIndex.NONE;
    private boolean dirty;

    Session(SessionRecorder recorder, SessionId id, String clientName, Duration window, String gatewayId, Instant now) {
        this.recorder = recorder;
        this.id = id;
        this.clientName = clientName.getBytes(UTF_8);
        this.windowMillis = window.toMillis();
        this.gatewayId = gatewayId;
        this.createdAtMillis = now.toEpochMilli();
        this.changedAtMillis = createdAtMillis;
        this.deadlineMillis = createdAtMillis + windowMillis;
    }

    /**
     * Restores a session from its record.
     *
     * @param deadline until when it may be resumed, or if it is expired, until when that is remembered
     */
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
        session.expired = stored.state().equals(SessionRecord.EXPIRED);
        session.deadlineMillis = deadline.toEpochMilli();
        session.storedStreams = List.copyOf(stored.streams());
        return session;
    }

    public SessionId id() {
        return id;
    }

    /** What the client calls itself, for people. */
    public String clientName() {
        return new String(clientName, UTF_8);
    }

    public long epoch() {
        return epoch;
    }

    /** How long the session outlives its connection. */
    public Duration window() {
        return Duration.ofMillis(windowMillis);
    }

    SessionState state() {
        ClientConnection carrier = connection;
        if (carrier != null) {
            return new SessionState.Active(carrier);
        }
        return expired
                ? new SessionState.Expired(Instant.ofEpochMilli(changedAtMillis))
                : new SessionState.Detached(Instant.ofEpochMilli(deadlineMillis));
    }

    /** When something is to happen to it if its client does not come, in milliseconds since 1970 UTC. */
    long deadlineMillis() {
        return deadlineMillis;
    }

    /** Where it is in {@link Deadlines}. */
    int deadlineIndex() {
        return deadlineIndex;
    }

    void deadlineIndex(int index) {
        deadlineIndex = index;
    }

    /** Where it is in {@link SessionIndex}. */
    int indexRow() {
        return indexRow;
    }

    void indexRow(int row) {
        indexRow = row;
    }

    long createdAtMillis() {
        return createdAtMillis;
    }

    long changedAtMillis() {
        return changedAtMillis;
    }

    // What a pass over all sessions asks on another thread than the loop's: each looks at what is replaced as a whole.

    byte[] clientNameBytes() {
        return clientName;
    }

    /** The client's address and port, empty while it is away. */
    public String remoteText() {
        ClientConnection carrier = connection;
        return carrier == null ? "" : carrier.remoteText();
    }

    /** Records behind, of all its streams together. */
    long lag() {
        long sum = 0;
        for (SessionStream stream : streams) {
            sum += stream.lag();
        }
        return sum;
    }

    /** Packets lost of those sent to the client on this connection, in percent; 0 while it is away. */
    double lossPercent() {
        ClientConnection carrier = connection;
        return carrier == null ? 0 : carrier.lossPercent();
    }

    /** True if it has a stream of a kind and a topic; null stands for any. */
    boolean hasStream(@Nullable String kind, @Nullable String topic) {
        for (SessionStream stream : streams) {
            if ((kind == null || kind.equals(stream.streamKind())) && (topic == null || topic.equals(stream.topic()))) {
                return true;
            }
        }
        for (StoredStream stream : storedStreams) {
            if ((kind == null || kind.equals(stream.kind())) && (topic == null || topic.equals(stream.topic()))) {
                return true;
            }
        }
        return false;
    }

    void becomeActive(ClientConnection carrier, String name, Instant now) {
        clientName = name.getBytes(UTF_8);
        epoch++;
        connection = carrier;
        changedAtMillis = now.toEpochMilli();
    }

    void becomeDetached(Instant deadline, Instant now) {
        storedStreams = allStored();
        streams.forEach(SessionStream::detach);
        forgetConnection();
        deadlineMillis = deadline.toEpochMilli();
        changedAtMillis = now.toEpochMilli();
    }

    /** @param remembered until when its client is told so */
    void becomeExpired(Instant now, Instant remembered) {
        removeAllStreams();
        storedStreams = List.of();
        forgetConnection();
        expired = true;
        deadlineMillis = remembered.toEpochMilli();
        changedAtMillis = now.toEpochMilli();
    }

    private void forgetConnection() {
        InetAddress last = connection == null ? null : connection.address();
        if (last != null) {
            lastAddress = last.getAddress();
        }
        connection = null;
    }

    /** Where its client is, or was when it was here last, for people; null if it never was. */
    private @Nullable String addressText() {
        ClientConnection carrier = connection;
        InetAddress present = carrier == null ? null : carrier.address();
        if (present != null) {
            return BanAddress.text(present);
        }
        byte[] last = lastAddress;
        try {
            return last == null ? null : BanAddress.text(InetAddress.getByAddress(last));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of no length", e);
        }
    }

    void removeAllStreams() {
        detachAll().forEach(SessionStream::onRemoved);
    }

    /** Another gateway goes on with the streams. */
    void moveAllStreams() {
        detachAll().forEach(SessionStream::onMoved);
    }

    private List<SessionStream> detachAll() {
        List<SessionStream> all = streams;
        for (SessionStream stream : all) {
            stream.detach();
        }
        streams = List.of();
        return all;
    }

    // Streams.

    List<SessionStream> streams() {
        return streams;
    }

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

    /** Something happened that operators may want to know of. */
    public void happened(SessionEventKind kind, String detail) {
        recorder.happened(this, kind, detail);
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
            if (stream.hasProgress()) {
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
        ClientConnection carrier = connection;
        if (carrier != null) {
            carrier.wakeUp();
        }
    }

    void wakeUp(boolean behind) {
        ClientConnection carrier = connection;
        if (carrier != null) {
            carrier.wakeUp(behind);
        }
    }

    SessionRecord toRecord() {
        return new SessionRecord(
                SessionRecord.SCHEMA,
                id.toString(),
                state().name(),
                epoch,
                clientName(),
                gatewayId,
                windowMillis,
                createdAtMillis,
                changedAtMillis,
                state() instanceof SessionState.Detached ? deadlineMillis : null,
                allStored());
    }

    /** What is known of every stream: of those that are begun as they are now, of the others as they were. */
    private List<StoredStream> allStored() {
        List<StoredStream> all = new ArrayList<>(storedStreams);
        all.removeIf(stored -> stream(stored.number()) != null);
        for (SessionStream stream : streams) {
            StoredStream stored = stream.stored();
            if (stored != null) {
                all.add(stored);
            }
        }
        return List.copyOf(all);
    }

    /** Changes whenever something does that an operator's decision may rest on, and not with every message. */
    String tag() {
        StringBuilder parts = new StringBuilder();
        for (SessionStream stream : streams) {
            parts.append(stream.number())
                    .append(stream instanceof Pausable pausable && pausable.pauseSwitch().isPaused() ? 'p' : 'r');
        }
        return epoch + "." + state().number() + "." + Long.toString(changedAtMillis, Character.MAX_RADIX) + "."
                + Integer.toHexString(parts.toString().hashCode());
    }

    SessionDetails details() {
        ClientConnection carrier = connection;
        return new SessionDetails(tag(), toView(), carrier == null ? null : carrier.view(),
                addressText());
    }

    SessionView toView() {
        List<StreamView> views = new ArrayList<>();
        for (StoredStream stored : storedStreams) {
            if (stream(stored.number()) == null) {
                views.add(toView(stored));
            }
        }
        streams.forEach(stream -> views.add(stream.view()));
        SessionState state = state();
        return new SessionView(
                id.toString(),
                state.name(),
                clientName(),
                state instanceof SessionState.Active(ClientConnection carrier) ? carrier.remoteText() : null,
                epoch,
                Instant.ofEpochMilli(createdAtMillis).toString(),
                Instant.ofEpochMilli(changedAtMillis).toString(),
                state instanceof SessionState.Detached(Instant deadline) ? deadline.toString() : null,
                gatewayId,
                views);
    }

    private static StreamView toView(StoredStream stored) {
        String position = stored.positions().isEmpty()
                ? Long.toString(stored.lastSequence())
                : stored.positions().entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue()).sorted()
                        .collect(Collectors.joining(","));
        return new StreamView(stored.number(), stored.kind(), stored.topic(), position, 0, 0,
                "waiting for its client");
    }
}
