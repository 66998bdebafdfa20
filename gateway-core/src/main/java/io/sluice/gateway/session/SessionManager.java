package io.sluice.gateway.session;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.ban.Ban;
import io.sluice.gateway.ban.BanCheck;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.kafka.Answers;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardEvents;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardSource;
import io.sluice.gateway.store.ShardWriter;
import io.sluice.gateway.store.StoredStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of this gateway's shards: opened, resumed, detached, expired and ended, each change in Kafka before a
 * client hears of it. On the event loop's thread unless said otherwise.
 */
public final class SessionManager implements SessionRecorder, ShardEvents {
    private static final Logger LOG = LoggerFactory.getLogger(SessionManager.class);

    private static final long SWEEP_INTERVAL = 1_000_000_000L;

    /** Sessions that expire before the event loop does something else, and the pause that Kafka gets before more of them. */
    private static final int EXPIRED_AT_ONCE = 500;

    private static final long EXPIRY_PAUSE = 10_000_000L;

    /** Sessions put up in one turn of the event loop, when a shard is taken over. */
    private static final int RESTORED_AT_ONCE = 500;

    private final GatewayConfig config;
    private final SessionContext context;
    private final StreamFactory streams;
    private final GatewayDirectory directory;
    private final ServedShards shards;
    private final Redirections redirections;
    private final AddressGuard guard;
    private final Runnable onShardsChanged;
    private final SessionTable sessions;
    private final Deadlines deadlines = new Deadlines();
    private final SessionIndex index = new SessionIndex();
    private final SessionCounters counters = new SessionCounters();
    private final SessionEvents events;
    private final SessionTraces traces;
    private final LazyStore lazyStore;
    private boolean draining;

    /**
     * @param bans asked whenever a client comes
     * @param shardCount how many shards the cluster has
     * @param onShardsChanged told when other shards are served than before
     */
    public SessionManager(
            GatewayConfig config,
            SessionContext context,
            StreamFactory streams,
            GatewayDirectory directory,
            BanCheck bans,
            int shardCount,
            Runnable onShardsChanged) {
        this.config = config;
        this.context = context;
        this.streams = streams;
        this.directory = directory;
        this.events = new SessionEvents(config.maxEvents());
        this.traces = new SessionTraces(config.maxTraces(), config.traceBytes(), context.clock());
        this.shards = new ServedShards(shardCount);
        this.sessions = new SessionTable(shards::shardOf);
        this.redirections = new Redirections(context, shards, directory, config.drainTimeout());
        this.lazyStore = new LazyStore(context.loop(), shardCount, this::storeIfDirty);
        this.guard = new AddressGuard(bans, context.loop(), this::endBanned);
        this.onShardsChanged = onShardsChanged;
    }

    /** Begins to watch deadlines. */
    public void start() {
        scheduleSweep();
        if (config.inventedSessions() > 0) {
            LOG.warn("{} sessions of no client are invented, to measure what is done with many",
                    config.inventedSessions());
            invent(new InventedSessions(this, config.gatewayId(), context.clock().instant()),
                    config.inventedSessions());
        }
    }

    private void invent(InventedSessions source, int left) {
        for (int i = 0; i < Math.min(left, RESTORED_AT_ONCE); i++) {
            Session session = source.next();
            sessions.put(session);
            deadlines.put(session);
            index.put(session);
            if (session.state() instanceof SessionState.Expired) {
                counters.onExpiredRestored();
            }
        }
        if (left > RESTORED_AT_ONCE) {
            context.loop().schedule(0, () -> invent(source, left - RESTORED_AT_ONCE));
        }
    }

    /** The handler of a new connection. */
    public ConnectionHandler newConnection() {
        return new ClientConnection(this, context.loop());
    }

    // Shards.

    @Override
    public void onServed(int shard, ShardWriter writer, List<SessionRecord> records) {
        shards.begin(shard, writer);
        restore(shard, writer, records, 0);
    }

    /**
     * Puts sessions up. Each has at least its whole window from now on: time without a gateway does not count against a
     * client.
     */
    private void restore(int shard, ShardWriter writer, List<SessionRecord> records, int from) {
        if (!shards.isWrittenBy(shard, writer)) {
            return;
        }
        int to = Math.min(records.size(), from + RESTORED_AT_ONCE);
        Instant now = context.clock().instant();
        records.subList(from, to).forEach(stored -> adopt(stored, now));
        if (to < records.size()) {
            context.loop().schedule(0, () -> restore(shard, writer, records, to));
        } else if (shards.complete(shard, writer)) {
            onShardsChanged.run();
            redirections.retry();
        }
    }

    private void adopt(SessionRecord stored, Instant now) {
        Instant deadline = now.plusMillis(stored.windowMillis());
        Long storedDeadline = stored.deadlineMillis();
        if (storedDeadline != null && storedDeadline > deadline.toEpochMilli()) {
            deadline = Instant.ofEpochMilli(storedDeadline);
        }
        boolean expired = stored.state().equals(SessionRecord.EXPIRED);
        Session session = Session.restore(this, stored, config.gatewayId(), expired
                ? Instant.ofEpochMilli(stored.changedAtMillis()).plus(config.expiredRetention())
                : deadline);
        sessions.put(session);
        deadlines.put(session);
        index.put(session);
        if (expired) {
            counters.onExpiredRestored();
        }
        for (StoredStream stream : stored.streams()) {
            SessionStream restored = expired ? null : streams.restore(session, stream);
            if (restored != null) {
                session.restoreStream(restored);
            }
        }
    }

    @Override
    public void onReleasing(int shard) {
        putDown(shard, true);
    }

    @Override
    public void onLost(int shard) {
        putDown(shard, false);
    }

    /** The sessions of a shard are another gateway's now; their clients follow them. */
    private void putDown(int shard, boolean stillWritten) {
        List<ClientConnection> moving = new ArrayList<>();
        for (Session session : sessions.removeShard(shard)) {
            if (session.state() instanceof SessionState.Active(ClientConnection connection)) {
                moving.add(connection);
                happened(session, SessionEventKind.MOVED, stillWritten ? "handed over" : "taken over");
                Instant now = context.clock().instant();
                session.becomeDetached(now.plus(session.window()), now);
                session.markDirty();
            }
            if (stillWritten && session.takeDirty()) {
                logFailure(put(session), session);
            }
            session.moveAllStreams();
            deadlines.remove(session);
            index.remove(session);
            counters.onGone(session);
        }
        if (shards.remove(shard)) {
            onShardsChanged.run();
        }
        moving.forEach(connection -> {
            connection.forgetSession();
            redirections.move(connection, shard);
        });
    }

    /** The shards that are served here. Callable from any thread. */
    public List<Integer> shards() {
        return shards.numbers();
    }

    /** Another gateway was heard, or time went by: clients that wait to be sent there may be. */
    public void onPeersChanged() {
        redirections.retry();
    }

    /** No new session begins here any more: the gateway is being stopped. */
    public void drain() {
        draining = true;
    }

    /** Clients that wait to be sent to another gateway. */
    public int waitingClients() {
        return redirections.count();
    }

    // Addresses.

    /** A ban holds from now on: whoever is connected from its address is no more. */
    public void onBanned(Ban ban) {
        guard.onBanned(ban);
    }

    void onConnected(ClientConnection connection) {
        guard.add(connection);
    }

    /** Its client is found at another address. */
    void onMoved(ClientConnection connection) {
        guard.remove(connection);
        guard.add(connection);
        Ban ban = guard.banOf(connection);
        if (ban != null) {
            guard.remove(connection);
            endBanned(connection, ban);
        }
    }

    void onGone(ClientConnection connection) {
        guard.remove(connection);
    }

    int countFrom(InetAddress address) {
        return guard.countSessions(address);
    }

    private boolean refuseBanned(ClientConnection connection) {
        Ban ban = guard.banOf(connection);
        if (ban != null) {
            connection.refuse(ErrorCode.ADDRESS_BANNED, ban.toClient());
        }
        return ban != null;
    }

    private void endBanned(ClientConnection connection, Ban ban) {
        Session session = connection.session();
        connection.close(ErrorCode.ADDRESS_BANNED, ban.toClient());
        if (session != null && isCarriedBy(session, connection)) {
            SessionLog.of(session.id(), () -> LOG.info("Session {} is disconnected: {}", session.id(), ban.toClient()));
            happened(session, SessionEventKind.DISCONNECTED, ban.toClient());
            detach(session, 0);
        }
    }

    // What clients ask.

    void open(ClientConnection connection, Message.OpenSession request) {
        if (refuseBanned(connection)) {
            return;
        }
        SessionId id = draining ? null : shards.newId(context.random());
        if (id == null) {
            openElsewhere(connection);
            return;
        }
        if (sessions.size() >= config.maxSessions()) {
            connection.refuse(ErrorCode.SESSION_LIMIT, ErrorCode.SESSION_LIMIT.advice());
            return;
        }
        Session session = new Session(
                this, id, shorten(request.clientName()), window(request.window()), config.gatewayId(),
                context.clock().instant());
        sessions.put(session);
        counters.onOpened();
        happened(session, SessionEventKind.OPENED, "from " + connection.remoteText());
        activate(session, connection, request.clientName());
    }

    private void openElsewhere(ClientConnection connection) {
        Message.Redirect way = directory.toAnother();
        if (way != null) {
            connection.redirect(way);
        } else {
            connection.refuse(ErrorCode.NOT_READY, ErrorCode.NOT_READY.advice());
        }
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
        if (refuseBanned(connection)) {
            return;
        }
        int shard = shards.shardOf(request.id());
        if (!shards.isServed(shard)) {
            redirections.ask(connection, shard, () -> resume(connection, request));
            return;
        }
        Session session = sessions.get(request.id());
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
                    reactivate(session, connection, request.clientName());
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
                    reactivate(session, connection, request.clientName());
                }
            }
        }
    }

    private void reactivate(Session session, ClientConnection connection, String clientName) {
        counters.onResumed();
        happened(session, SessionEventKind.RESUMED, "from " + connection.remoteText());
        activate(session, connection, clientName);
    }

    private void activate(Session session, ClientConnection connection, String clientName) {
        session.becomeActive(connection, shorten(clientName), context.clock().instant());
        deadlines.remove(session);
        index.put(session);
        long epoch = session.epoch();
        Answers.toLoop(context.loop(), put(session), stored -> {
            if (session.epoch() != epoch || !isCarriedBy(session, connection)) {
                return;
            }
            connection.opened(session,
                    new Message.SessionOpened(session.id(), epoch, session.window(), config.gatewayId()));
        }, failure -> {
            SessionLog.of(session.id(), () -> LOG.error("Session {} cannot be stored", session.id(), failure));
            connection.refuse(ErrorCode.NOT_READY, "the session cannot be stored: " + failure.getMessage());
        });
        watchUntilOpened(session, connection, epoch);
    }

    /** A connection that dies before its session was stored must not leave the session active for ever. */
    private void watchUntilOpened(Session session, ClientConnection connection, long epoch) {
        context.loop().schedule(SWEEP_INTERVAL, () -> {
            // Ended, or moved to another gateway: what is stored is no longer this gateway's to change.
            boolean gone = sessions.get(session.id()) != session;
            if (gone || session.epoch() != epoch || !isCarriedBy(session, connection)) {
                return;
            }
            if (!connection.isOpen()) {
                happened(session, SessionEventKind.CONNECTION_LOST, "before the session was stored");
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
        happened(session, SessionEventKind.STREAM_BEGUN, nameOf(stream));
    }

    private static String nameOf(SessionStream stream) {
        return ("stream " + stream.number() + ": " + stream.streamKind() + " " + stream.topic()).strip();
    }

    private static void refuseStream(Stream transport, ErrorCode code, String text) {
        transport.offer(MessageCodec.encode(new Message.Failure(code, text)));
        transport.finish();
        transport.stopReceiving(code);
    }

    void end(Session session) {
        if (sessions.remove(session)) {
            counters.onGone(session);
        }
        deadlines.remove(session);
        index.remove(session);
        List<byte[]> keys = session.allKeys();
        session.removeAllStreams();
        ShardWriter writer = shards.writer(session.id());
        if (writer != null) {
            logFailure(writer.forget(keys), session);
        }
    }

    // What happens to sessions.

    void onConnectionLost(Session session, ClientConnection connection, CloseReason reason) {
        if (isCarriedBy(session, connection)) {
            SessionLog.of(session.id(),
                    () -> LOG.info("Session {} lost its connection: {}", session.id(), reason.message()));
            happened(session, SessionEventKind.CONNECTION_LOST, reason.message());
            detach(session, connection.silence());
        }
    }

    /** An operator ends the connection: the client comes back when it likes, within its window. */
    void disconnect(Session session, ClientConnection connection) {
        SessionLog.of(session.id(), () -> LOG.info("Session {} is disconnected by an operator", session.id()));
        happened(session, SessionEventKind.DISCONNECTED, "by an operator");
        connection.close(ErrorCode.NO_ERROR, "disconnected by an operator");
        detach(session, 0);
    }

    private void detach(Session session, long silence) {
        Instant now = context.clock().instant();
        session.becomeDetached(now.plus(session.window()).minusNanos(silence), now);
        deadlines.put(session);
        index.put(session);
        session.takeDirty();
        logFailure(put(session), session);
    }

    private void expire(Session session) {
        SessionLog.of(session.id(), () -> LOG.info("Session {} is expired", session.id()));
        Instant now = context.clock().instant();
        counters.onExpired();
        happened(session, SessionEventKind.EXPIRED,
                "its client did not come back within " + session.window().toSeconds() + " s");
        session.becomeExpired(now, now.plus(config.expiredRetention()));
        deadlines.put(session);
        index.put(session);
        session.takeDirty();
        logFailure(put(session), session);
    }

    private void scheduleSweep() {
        context.loop().schedule(SWEEP_INTERVAL, () -> {
            redirections.retry();
            expireDue();
            scheduleSweep();
        });
    }

    /** After a start all may be due in the same moment: some at a time, so that others are served meanwhile. */
    private void expireDue() {
        Instant now = context.clock().instant();
        for (int i = 0; i < EXPIRED_AT_ONCE; i++) {
            Session session = deadlines.poll(now);
            if (session == null) {
                return;
            }
            if (session.state() instanceof SessionState.Expired) {
                end(session);
            } else {
                expire(session);
            }
        }
        context.loop().schedule(EXPIRY_PAUSE, this::expireDue);
    }

    private CompletableFuture<@Nullable Void> put(Session session) {
        ShardWriter writer = shards.writer(session.id());
        return writer == null
                ? CompletableFuture.failedFuture(new IllegalStateException("the session went to another gateway"))
                : writer.put(session.toRecord());
    }

    @Override
    public void write(
            Session session, ShardSource source, long sequence, ProducerRecord<byte[], byte[]> record, int bytes) {
        ShardWriter writer = shards.writer(session.id());
        if (writer != null) {
            writer.write(source, sequence, record, bytes);
        }
    }

    @Override
    public void forgetProgress(Session session, long stream) {
        ShardWriter writer = shards.writer(session.id());
        if (writer != null && session.takeDirty()) {
            logFailure(put(session), session);
            logFailure(writer.forget(List.of(ShardKeys.progress(session.id().toString(), stream))), session);
        }
    }

    @Override
    public void storeSoon(Session session) {
        lazyStore.add(shards.shardOf(session.id()), session);
    }

    private void storeIfDirty(Session session) {
        if (session.takeDirty() && sessions.get(session.id()) == session) {
            logFailure(put(session), session);
        }
    }

    @Override
    public void storeNow(Session session, Runnable then) {
        session.takeDirty();
        Answers.toLoop(
                context.loop(),
                put(session),
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

    @Override
    public void happened(Session session, SessionEventKind kind, String detail) {
        events.add(context.clock().instant(), session, kind, detail);
    }

    /** A client got no session. */
    void onRefused() {
        counters.onRefused();
    }

    /** What became of the sessions. On the event loop's thread. */
    public SessionStatistics statistics() {
        return counters.statistics(sessions.size(), deadlines.size());
    }

    // Views, from any thread.

    /** How many sessions this gateway has. */
    public long count() {
        return sessions.size();
    }

    /** What operators see and do. Callable from any thread. */
    public SessionOperations operations() {
        return new SessionOperations(this, index, events, traces, shards, directory, context.loop());
    }

    @Nullable
    Session find(SessionId id) {
        return sessions.get(id);
    }
}
