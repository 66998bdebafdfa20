package io.sluice.gateway.session;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.SessionStore;
import io.sluice.gateway.store.StoredStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this gateway: opened, resumed, detached, expired and ended, each change in Kafka before a client
 * hears of it. On the event loop's thread unless said otherwise.
 */
public final class SessionManager implements SessionRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(SessionManager.class);

    /** How long a change of position may wait to be stored. */
    private static final long STORE_DELAY = 2_000_000_000L;

    private static final long SWEEP_INTERVAL = 1_000_000_000L;

    private final GatewayConfig config;
    private final SessionStore store;
    private final SessionContext context;
    private final StreamFactory streams;
    private final ConcurrentNavigableMap<String, Session> sessions = new ConcurrentSkipListMap<>();
    /** Sessions that another gateway serves, as it stored them last. */
    private final Map<String, SessionRecord> foreign = new ConcurrentSkipListMap<>();

    private boolean ready;

    public SessionManager(GatewayConfig config, SessionStore store, SessionContext context, StreamFactory streams) {
        this.config = config;
        this.store = store;
        this.context = context;
        this.streams = streams;
    }

    /** The handler of a new connection. */
    public ConnectionHandler newConnection() {
        return new ClientConnection(this, context.loop());
    }

    // Start.

    /**
     * Takes over what is stored. Every session of this gateway has at least its whole window from now on: time without
     * a gateway does not count against a client.
     */
    public void restore(Map<String, SessionRecord> records) {
        Instant now = context.clock().instant();
        for (SessionRecord stored : records.values()) {
            if (stored.gateway().equals(config.gatewayId())) {
                adopt(stored, now);
            } else {
                foreign.put(stored.id(), stored);
            }
        }
        ready = true;
        LOG.info("{} sessions restored, {} of other gateways known", sessions.size(), foreign.size());
        scheduleSweep();
    }

    private Session adopt(SessionRecord stored, Instant now) {
        Instant deadline = now.plusMillis(stored.windowMillis());
        Long storedDeadline = stored.deadlineMillis();
        if (storedDeadline != null && storedDeadline > deadline.toEpochMilli()) {
            deadline = Instant.ofEpochMilli(storedDeadline);
        }
        Session session = Session.restore(this, stored, config.gatewayId(), deadline);
        sessions.put(stored.id(), session);
        for (StoredStream stream : stored.streams()) {
            SessionStream restored = session.state() instanceof SessionState.Expired
                    ? null
                    : streams.restore(session, stream);
            if (restored != null) {
                session.restoreStream(restored);
            }
        }
        return session;
    }

    /** A record was written, by this or another gateway. */
    public void onStored(String id, @Nullable SessionRecord stored) {
        if (stored == null) {
            foreign.remove(id);
            return;
        }
        if (stored.gateway().equals(config.gatewayId())) {
            return;
        }
        foreign.put(id, stored);
        Session own = sessions.get(id);
        if (own != null && stored.epoch() > own.epoch()) {
            LOG.info("Session {} is served by {} now", id, stored.gateway());
            sessions.remove(id);
            if (own.state() instanceof SessionState.Active(ClientConnection connection)) {
                connection.fence();
            }
            own.removeAllStreams();
        }
    }

    // What clients ask.

    void open(ClientConnection connection, Message.OpenSession request) {
        if (isRefused(connection)) {
            return;
        }
        if (sessions.size() >= config.maxSessions()) {
            connection.refuse(ErrorCode.SESSION_LIMIT, ErrorCode.SESSION_LIMIT.advice());
            return;
        }
        Instant now = context.clock().instant();
        Session session = new Session(
                this, SessionId.random(context.random()), shorten(request.clientName()), window(request.window()),
                config.gatewayId(), now);
        sessions.put(session.id().toString(), session);
        activate(session, connection, request.clientName());
    }

    private boolean isRefused(ClientConnection connection) {
        if (!ready) {
            connection.refuse(ErrorCode.NOT_READY, ErrorCode.NOT_READY.advice());
        }
        return !ready;
    }

    private static String shorten(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200);
    }

    private Duration window(Duration wished) {
        if (wished.isZero()) {
            return config.defaultWindow();
        }
        Duration atLeastOne = wished.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wished;
        return atLeastOne.compareTo(config.maxWindow()) > 0 ? config.maxWindow() : atLeastOne;
    }

    void resume(ClientConnection connection, Message.ResumeSession request) {
        if (isRefused(connection)) {
            return;
        }
        String id = request.id().toString();
        Session session = sessions.get(id);
        if (session == null) {
            session = takeOver(id);
        }
        if (session == null) {
            connection.refuse(ErrorCode.SESSION_UNKNOWN, ErrorCode.SESSION_UNKNOWN.advice());
            return;
        }
        switch (session.state()) {
            case SessionState.Expired ignored ->
                connection.refuse(ErrorCode.SESSION_EXPIRED, ErrorCode.SESSION_EXPIRED.advice());
            case SessionState.Detached(Instant deadline) -> {
                if (context.clock().instant().isAfter(deadline)) {
                    expire(session);
                    connection.refuse(ErrorCode.SESSION_EXPIRED, ErrorCode.SESSION_EXPIRED.advice());
                } else {
                    activate(session, connection, request.clientName());
                }
            }
            case SessionState.Active(ClientConnection older) -> {
                if (older.silence() > session.window().toNanos()) {
                    // Not even noticed yet, but its client stayed away for too long all the same.
                    older.fence();
                    expire(session);
                    connection.refuse(ErrorCode.SESSION_EXPIRED, ErrorCode.SESSION_EXPIRED.advice());
                } else {
                    session.becomeDetached(context.clock().instant().plus(session.window()),
                            context.clock().instant());
                    older.fence();
                    activate(session, connection, request.clientName());
                }
            }
        }
    }

    private @Nullable Session takeOver(String id) {
        SessionRecord stored = foreign.remove(id);
        if (stored == null) {
            return null;
        }
        LOG.info("Session {} moves here from {}", id, stored.gateway());
        return adopt(stored, context.clock().instant());
    }

    private void activate(Session session, ClientConnection connection, String clientName) {
        session.becomeActive(connection, shorten(clientName), context.clock().instant());
        long epoch = session.epoch();
        Answers.toLoop(context.loop(), store.put(session.toRecord()), stored -> {
            if (session.epoch() != epoch || !isCarriedBy(session, connection)) {
                return;
            }
            connection.opened(session,
                    new Message.SessionOpened(session.id(), epoch, session.window(), config.gatewayId()));
        }, failure -> {
            LOG.error("Session {} cannot be stored", session.id(), failure);
            connection.refuse(ErrorCode.NOT_READY, "the session cannot be stored: " + failure.getMessage());
        });
        watchUntilOpened(session, connection, epoch);
    }

    /** A connection that dies before its session was stored must not leave the session active for ever. */
    private void watchUntilOpened(Session session, ClientConnection connection, long epoch) {
        context.loop().schedule(SWEEP_INTERVAL, () -> {
            // Ended, or moved to another gateway: what is stored is no longer this gateway's to change.
            boolean gone = sessions.get(session.id().toString()) != session;
            if (gone || session.epoch() != epoch || !isCarriedBy(session, connection)) {
                return;
            }
            if (!connection.isOpen()) {
                detach(session, connection.silence());
            } else if (!connection.hasOpened(session)) {
                watchUntilOpened(session, connection, epoch);
            }
        });
    }

    private static boolean isCarriedBy(Session session, ClientConnection connection) {
        return session.state() instanceof SessionState.Active(ClientConnection current) && current == connection;
    }

    void beginStream(Session session, Stream transport, Message opening) {
        long number = streams.numberOf(opening);
        if (number < 0) {
            refuseStream(transport, ErrorCode.BAD_REQUEST, opening.getClass().getSimpleName() + " begins no stream");
            return;
        }
        SessionStream known = session.stream(number);
        if (known != null && known.isAttached()) {
            refuseStream(transport, ErrorCode.STREAM_EXISTS, ErrorCode.STREAM_EXISTS.advice());
            return;
        }
        if (known == null && session.streamCount() >= config.maxStreams()) {
            refuseStream(transport, ErrorCode.STREAM_LIMIT_ERROR, ErrorCode.STREAM_LIMIT_ERROR.advice());
            return;
        }
        SessionStream stream = known != null ? known : streams.create(session, number, opening);
        session.begin(stream, transport, opening);
    }

    private static void refuseStream(Stream transport, ErrorCode code, String text) {
        transport.offer(MessageCodec.encode(new Message.Failure(code, text)));
        transport.finish();
        transport.stopReceiving(code);
    }

    void end(Session session) {
        sessions.remove(session.id().toString(), session);
        session.removeAllStreams();
        logFailure(store.remove(session.id().toString()), session);
    }

    // What happens to sessions.

    void onConnectionLost(Session session, ClientConnection connection, CloseReason reason) {
        if (isCarriedBy(session, connection)) {
            LOG.info("Session {} lost its connection: {}", session.id(), reason.message());
            detach(session, connection.silence());
        }
    }

    private void detach(Session session, long silence) {
        Instant now = context.clock().instant();
        session.becomeDetached(now.plus(session.window()).minusNanos(silence), now);
        session.takeDirty();
        logFailure(store.put(session.toRecord()), session);
    }

    private void expire(Session session) {
        LOG.info("Session {} is expired", session.id());
        session.becomeExpired(context.clock().instant());
        session.takeDirty();
        logFailure(store.put(session.toRecord()), session);
    }

    private void scheduleSweep() {
        context.loop().schedule(SWEEP_INTERVAL, () -> {
            sweep();
            scheduleSweep();
        });
    }

    private void sweep() {
        Instant now = context.clock().instant();
        for (Session session : sessions.values()) {
            switch (session.state()) {
                case SessionState.Detached(Instant deadline) when now.isAfter(deadline) -> expire(session);
                case SessionState.Expired(Instant since) when since.plus(config.expiredRetention()).isBefore(now) ->
                    end(session);
                default -> {
                }
            }
        }
    }

    @Override
    public void storeSoon(Session session) {
        context.loop().schedule(STORE_DELAY, () -> {
            if (session.takeDirty() && sessions.get(session.id().toString()) == session) {
                logFailure(store.put(session.toRecord()), session);
            }
        });
    }

    @Override
    public void storeNow(Session session, Runnable then) {
        session.takeDirty();
        Answers.toLoop(
                context.loop(),
                store.put(session.toRecord()),
                done -> then.run(),
                failure -> LOG.error("The record of session {} could not be written", session.id(), failure));
    }

    private void logFailure(CompletableFuture<?> write, Session session) {
        Answers.toLoop(
                context.loop(),
                write,
                done -> {},
                failure -> LOG.error("The record of session {} could not be written", session.id(), failure));
    }

    // Views, from any thread.

    /** How many sessions this gateway has. */
    public long count() {
        return sessions.size();
    }

    /** A page of sessions in the order of their ids. Callable from any thread; waits for the event loop. */
    public CompletableFuture<List<SessionView>> list(int limit, @Nullable String afterId) {
        CompletableFuture<List<SessionView>> page = new CompletableFuture<>();
        context.loop().execute(() -> page.complete((afterId == null ? sessions : sessions.tailMap(afterId, false))
                .values().stream().limit(limit).map(Session::toView).toList()));
        return page;
    }
}
