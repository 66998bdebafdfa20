package io.sluice.crsp.client;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionStatistics;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session that connects, resumes and begins its streams again for as long as its policy says. Runs on its event
 * loop's thread.
 *
 * <pre>
 *   Waiting ──pause over──▶ Connecting ──SessionOpened──▶ Open
 *      ▲                        │                           │
 *      └──────connection lost───┴───────────────────────────┘
 *   Open over TCP ──UDP answers again──▶ Connecting, on that connection
 *   any ──refused, given up, closed──▶ Over
 * </pre>
 */
final class ClientSession {
    private static final long ATTEMPTS_EXHAUSTED = -1;

    /** A session that is open for less than this counts as a failed attempt: what broke it may break it again. */
    private static final long LASTING = 1_000_000_000L;

    private final EventLoop loop;
    private final ClientOptions options;
    private final RandomGenerator random;
    private final Map<Long, ClientStream> streams = new LinkedHashMap<>();
    private final CompletableFuture<SessionId> firstOpened = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private State state = new State.Waiting();
    private @Nullable SessionId id;
    private long epoch;
    private final AtomicLong resumes = new AtomicLong();
    private int failures;
    private long openedAt;
    private int gatewayIndex;
    private long nextNumber = 1;
    private @Nullable Ticket ticket;
    private final TransportChoice transport;
    private final UdpProbe probe;
    private @Nullable CloseReason firstFailure;
    private InetSocketAddress dialled = new InetSocketAddress(0);

    private sealed interface State {
        record Waiting() implements State {}

        record Connecting(EndpointConnection connection) implements State {}

        record Open(EndpointConnection connection, Stream control) implements State {}

        record Closing(EndpointConnection connection) implements State {}

        record Over(SluiceException reason) implements State {}
    }

    ClientSession(EventLoop loop, ClientOptions options, RandomGenerator random) {
        this.loop = loop;
        this.options = options;
        this.random = random;
        this.transport = new TransportChoice(options.transport());
        this.probe = new UdpProbe(loop, transport::nextProbePause,
                handler -> loop.connect(dialled, security(), handler), this::moveToUdp,
                reason -> {
                    if (reason.code() == ErrorCode.TICKET_REFUSED) {
                        ticket = null;
                    }
                });
    }

    /** Completes when the session opened the first time, or fails with a {@link SluiceException}. */
    CompletableFuture<SessionId> firstOpened() {
        return firstOpened;
    }

    /** Completes when nothing more will happen. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    EventLoop loop() {
        return loop;
    }

    /** How often the session was resumed. Readable from any thread. */
    long resumes() {
        return resumes.get();
    }

    long takeNumber() {
        return nextNumber++;
    }

    void connect() {
        options.listener().onConnecting(gateway(), failures + 1);
        attempt();
    }

    private InetSocketAddress gateway() {
        return options.gateways().get(gatewayIndex % options.gateways().size());
    }

    private static InetSocketAddress resolved(InetSocketAddress gateway) {
        return gateway.isUnresolved()
                ? new InetSocketAddress(gateway.getHostString(), gateway.getPort())
                : gateway;
    }

    private ClientSecurity security() {
        ClientSecurity security = options.trust().towards(gateway());
        return security instanceof ClientSecurity.Tls tls ? tls.withTicket(ticket) : security;
    }

    private void attempt() {
        InetSocketAddress gateway = resolved(gateway());
        if (gateway.isUnresolved()) {
            retry(unreachable("the name " + gateway.getHostString() + " cannot be resolved"));
            return;
        }
        dialled = gateway;
        EndpointConnection begun = switch (transport.present()) {
            case UDP -> loop.connect(gateway, security(), this::onEvent);
            case TCP -> loop.connectByTcp(gateway, security(), this::onEvent);
        };
        if (begun == null) {
            retry(firstFailure == null ? unreachable("there is no TCP here") : firstFailure);
            return;
        }
        state = new State.Connecting(begun);
    }

    private static CloseReason unreachable(String why) {
        return new CloseReason(CloseReason.Origin.APPLICATION, ErrorCode.HANDSHAKE_TIMEOUT, why);
    }

    /** UDP works again: the session leaves its TCP connection as if that had been lost. */
    private void moveToUdp(EndpointConnection connection) {
        EndpointConnection before = current();
        if (before == null || !(state instanceof State.Open)) {
            connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "not needed any more");
            return;
        }
        streams.values().forEach(ClientStream::detach);
        transport.onMoved();
        connection.handler(this::onEvent);
        state = new State.Connecting(connection);
        before.connection().close(loop.now(), ErrorCode.NO_ERROR, "the session goes on over UDP");
        before.wakeUp();
        openSession(connection);
    }

    private void onEvent(EndpointConnection connection, ConnectionEvent event) {
        if (connection != current()) {
            return;
        }
        switch (event) {
            case ConnectionEvent.Established ignored -> openSession(connection);
            case ConnectionEvent.StreamReadable(Stream stream) -> onReadable(connection, stream);
            case ConnectionEvent.StreamWritable(Stream stream) -> {
                if (stream.attachment() instanceof ClientStream own) {
                    own.writable();
                }
            }
            case ConnectionEvent.StreamOpened(Stream stream) -> stream.reset(ErrorCode.STREAM_STATE_ERROR);
            case ConnectionEvent.StreamDone ignored -> {
            }
            case ConnectionEvent.DatagramsReadable ignored -> {
            }
            case ConnectionEvent.PathChanged ignored -> {
            }
            case ConnectionEvent.Closed(CloseReason reason) -> onClosed(connection, reason);
        }
    }

    private @Nullable EndpointConnection current() {
        return switch (state) {
            case State.Connecting(EndpointConnection connection) -> connection;
            case State.Open(EndpointConnection connection, Stream ignored) -> connection;
            case State.Closing(EndpointConnection connection) -> connection;
            case State.Waiting() -> null;
            case State.Over(SluiceException ignored) -> null;
        };
    }

    private void openSession(EndpointConnection connection) {
        Stream control = connection.connection().openStream();
        if (control == null) {
            throw new TransportException(ErrorCode.STREAM_LIMIT_ERROR, "the gateway allows no stream");
        }
        SessionId known = id;
        Message request = known == null
                ? new Message.OpenSession(options.name(), options.reconnectWindow())
                : new Message.ResumeSession(known, epoch, options.name());
        control.offer(MessageCodec.encode(request));
    }

    private void onReadable(EndpointConnection connection, Stream stream) {
        if (stream.attachment() instanceof ClientStream own) {
            own.drain();
            return;
        }
        for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
            switch (MessageCodec.decode(bytes)) {
                case Message.SessionOpened opened -> onOpened(connection, stream, opened);
                case Message.Failure(ErrorCode code, String text) -> onRefused(connection, code, text);
                case Message other ->
                    throw new TransportException(
                            ErrorCode.PROTOCOL_VIOLATION,
                            "not for the control stream: " + other.getClass().getSimpleName());
            }
        }
    }

    private void onOpened(EndpointConnection connection, Stream control, Message.SessionOpened opened) {
        boolean resumed = id != null;
        id = opened.id();
        epoch = opened.epoch();
        openedAt = loop.now();
        state = new State.Open(connection, control);
        if (resumed) {
            resumes.incrementAndGet();
        }
        firstFailure = null;
        transport.onOpened();
        if (transport.isProbing()) {
            probe.start();
        }
        options.listener().onConnected(opened.id(), resumed, connection.remote(), transport.present());
        for (ClientStream stream : List.copyOf(streams.values())) {
            attach(connection, stream);
        }
        firstOpened.complete(opened.id());
    }

    private void attach(EndpointConnection connection, ClientStream stream) {
        Stream transport = connection.connection().openStream();
        if (transport == null) {
            stream.fail(new SluiceException(ErrorCode.STREAM_LIMIT_ERROR, ErrorCode.STREAM_LIMIT_ERROR.advice()));
            return;
        }
        stream.attach(transport);
    }

    private void onRefused(EndpointConnection connection, ErrorCode code, String text) {
        boolean temporary = code == ErrorCode.NOT_READY
                || code == ErrorCode.SESSION_LIMIT
                || code == ErrorCode.KAFKA_UNAVAILABLE
                || code == ErrorCode.INTERNAL_ERROR;
        connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "refused");
        if (temporary) {
            retry(new CloseReason(CloseReason.Origin.PEER, code, text));
            return;
        }
        options.listener().onRejected(code, text);
        over(new SluiceException(code, text));
    }

    private void onClosed(EndpointConnection connection, CloseReason reason) {
        Ticket newest = connection.connection().ticket();
        if (newest != null) {
            ticket = newest;
        }
        if (state instanceof State.Closing) {
            over(new SluiceException(ErrorCode.SESSION_ENDED, "the client was closed"));
            return;
        }
        if (reason.code() == ErrorCode.TICKET_REFUSED && ticket != null && state instanceof State.Connecting) {
            // The gateway's keys have rotated, or it is of another cluster: a full handshake does.
            ticket = null;
            attempt();
            return;
        }
        if (isFinal(reason)) {
            options.listener().onRejected(reason.code(), reason.message());
            over(new SluiceException(reason.code(), reason.message()));
            return;
        }
        if (state instanceof State.Connecting && isUnanswered(reason) && transport.fallBack()) {
            firstFailure = reason;
            attempt();
            return;
        }
        retry(firstFailure == null ? reason : both(firstFailure, reason));
    }

    private static boolean isUnanswered(CloseReason reason) {
        return reason.code() == ErrorCode.HANDSHAKE_TIMEOUT || reason.origin() == CloseReason.Origin.TUNNEL;
    }

    private CloseReason both(CloseReason first, CloseReason second) {
        return new CloseReason(first.origin(), first.code(),
                first.message() + "; over " + transport.present() + ": " + second.message());
    }

    private static boolean isFinal(CloseReason reason) {
        return switch (reason.code()) {
            // Another connection has the session. Two clients that resumed it in turn would fence each other for ever.
            case SESSION_FENCED -> reason.origin() == CloseReason.Origin.PEER;
            // Trying again would not make it more trustworthy.
            case CERTIFICATE_REJECTED, PLAIN_REFUSED -> true;
            default -> false;
        };
    }

    private void retry(CloseReason reason) {
        boolean wasOpen = state instanceof State.Open;
        state = new State.Waiting();
        firstFailure = null;
        probe.stop();
        transport.onLost();
        for (ClientStream stream : streams.values()) {
            stream.detach();
        }
        if (wasOpen && loop.now() - openedAt >= LASTING) {
            failures = 0;
        } else {
            failures++;
        }
        if (!wasOpen) {
            gatewayIndex++;
        }
        long pause = nextPause();
        if (pause == ATTEMPTS_EXHAUSTED) {
            over(new SluiceException(reason.code(), "no gateway could be dialled: " + reason.message()));
            return;
        }
        options.listener().onDisconnected(reason, Duration.ofNanos(pause));
        loop.schedule(pause, () -> {
            if (state instanceof State.Waiting) {
                connect();
            }
        });
    }

    private long nextPause() {
        int limit = options.reconnect().maxAttempts();
        if (limit > 0 && failures >= limit) {
            return ATTEMPTS_EXHAUSTED;
        }
        // Every gateway of the list is tried before the pauses begin to grow.
        int rounds = failures / options.gateways().size();
        return options.reconnect().pause(failures == 0 ? 0 : Math.max(1, rounds), random);
    }

    private void over(SluiceException reason) {
        if (state instanceof State.Over) {
            return;
        }
        state = new State.Over(reason);
        probe.stop();
        for (ClientStream stream : List.copyOf(streams.values())) {
            stream.detach();
            stream.fail(reason);
        }
        firstOpened.completeExceptionally(reason);
        ended.complete(null);
    }

    // Streams.

    /** Adds a stream and begins it if the session is open, or fails it if the session is over. */
    void add(ClientStream stream) {
        if (state instanceof State.Over(SluiceException reason)) {
            stream.fail(reason);
            return;
        }
        streams.put(stream.number(), stream);
        if (state instanceof State.Open(EndpointConnection connection, Stream ignored)) {
            attach(connection, stream);
            connection.wakeUp();
        }
    }

    void forget(ClientStream stream) {
        streams.remove(stream.number());
    }

    /** Gives the present connection up because the gateway broke a rule on it; the session goes on with another. */
    void abort(TransportException violation) {
        EndpointConnection connection = current();
        if (connection != null) {
            connection.connection().close(loop.now(), violation.code(), String.valueOf(violation.getMessage()));
            connection.wakeUp();
        }
    }

    /** Must follow every use of a stream outside of an event. */
    void wakeUp() {
        EndpointConnection connection = current();
        if (connection != null) {
            connection.wakeUp();
        }
    }

    /** Ends the session: its state is given up, here and at the gateway. */
    void close() {
        switch (state) {
            case State.Open(EndpointConnection connection, Stream control) -> {
                state = new State.Closing(connection);
                probe.stop();
                for (ClientStream stream : List.copyOf(streams.values())) {
                    stream.fail(new SluiceException(ErrorCode.SESSION_ENDED, "the client was closed"));
                }
                control.offer(MessageCodec.encode(new Message.EndSession()));
                connection.connection().shutdown(loop.now());
                connection.wakeUp();
            }
            case State.Connecting(EndpointConnection connection) -> {
                connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "closed");
                connection.wakeUp();
                over(new SluiceException(ErrorCode.SESSION_ENDED, "the client was closed"));
            }
            case State.Waiting() -> over(new SluiceException(ErrorCode.SESSION_ENDED, "the client was closed"));
            case State.Closing(EndpointConnection ignored) -> {
            }
            case State.Over(SluiceException ignored) -> {
            }
        }
    }

    /** Counters of the present connection, or null if there is none. */
    @Nullable
    ConnectionStatistics connectionStatistics() {
        EndpointConnection connection = current();
        return connection == null ? null : connection.connection().statistics();
    }
}
