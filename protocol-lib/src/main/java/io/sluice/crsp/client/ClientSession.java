package io.sluice.crsp.client;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionStatistics;
import io.sluice.crsp.endpoint.ConnectionHandler;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session that connects, resumes and begins its streams again for as long as its policy says. Runs on its event
 * loop's thread.
 *
 * <pre>
 *                    Redirect, to the gateway named
 *                        ┌────┐
 *                        │    ▼
 *   Waiting ──pause over──▶ Connecting ──SessionOpened──▶ Open ──┐ handed over: silence, Redirect, or
 *      ▲                        │                         ▲ │    │ UDP that works again
 *      └──────connection lost───┴─────────────────────────┼─┘    │
 *                                                         └──────┘
 *   any ──refused, given up, closed──▶ Over
 * </pre>
 */
final class ClientSession {
    private static final long ATTEMPTS_EXHAUSTED = -1;

    /** A session that is open for less than this counts as a failed attempt: what broke it may break it again. */
    private static final long LASTING = 1_000_000_000L;

    /** A gateway that answers, but not yet with a session, is asked so often before the next has its turn. */
    private static final int MAX_REFUSALS = 5;

    private final EventLoop loop;
    private final ClientOptions options;
    private final RandomGenerator random;
    private final ClientStreams streams;
    private final CompletableFuture<SessionId> firstOpened = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private State state = new State.Waiting();
    private @Nullable SessionId id;
    private long epoch;
    private final AtomicLong resumes = new AtomicLong();
    private int failures;
    /** Answers in a row of gateways that have no session to give yet. */
    private int refusals;
    /** Gateways in a row that named another. */
    private int hops;
    private long openedAt;
    private final AtomicLong nextNumber = new AtomicLong(1);
    private @Nullable Ticket ticket;
    private final KnownGateways gateways;
    private final TransportChoice transport;
    private final UdpProbe probe;
    private final Handover handover;
    /** True once another gateway was asked for the session that is open here: it may be fenced by this client itself. */
    private boolean askedElsewhere;
    /** What carried the session last; null before it was ever open. */
    private @Nullable Transport carried;
    private @Nullable CloseReason firstFailure;
    /** The present gateway's address, resolved. */
    private InetSocketAddress dialled = new InetSocketAddress(0);
    /** The address that is asked besides, resolved. */
    private InetSocketAddress elsewhere = dialled;
    /** The gateway that named the present one, of interest while {@link #hops} are made. */
    private InetSocketAddress redirectedBy = dialled;

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
        this.streams = new ClientStreams(loop);
        this.random = random;
        this.gateways = new KnownGateways(options.gateways());
        this.transport = new TransportChoice(options.transport());
        this.probe = new UdpProbe(loop, transport::nextProbePause,
                handler -> loop.connect(dialled, security(gateways.present()), handler), this::moveToUdp,
                reason -> {
                    if (reason.code() == ErrorCode.TICKET_REFUSED) {
                        ticket = null;
                    }
                });
        this.handover = new Handover(loop, options.reconnect(), random, new Moves());
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

    /** A number for a stream. Callable from any thread: who opens many streams need not wait for this one's turn. */
    long takeNumber() {
        return nextNumber.getAndIncrement();
    }

    void connect() {
        options.listener().onConnecting(gateways.present(), failures + 1);
        attempt();
    }

    private ClientSecurity security(InetSocketAddress gateway) {
        ClientSecurity security = options.trust().towards(gateway);
        return security instanceof ClientSecurity.Tls tls ? tls.withTicket(ticket) : security;
    }

    private void attempt() {
        state = new State.Waiting();
        InetSocketAddress gateway = gateways.present();
        GatewayNames.resolve(loop, gateway, address -> {
            if (state instanceof State.Waiting) {
                attempt(gateway, address);
            }
        });
    }

    private void attempt(InetSocketAddress gateway, InetSocketAddress address) {
        if (address.isUnresolved()) {
            retry(unreachable("the name " + gateway.getHostString() + " cannot be resolved"));
            return;
        }
        dialled = address;
        gateways.resolved(gateway, address);
        EndpointConnection begun = dial(gateway, address, this::onEvent);
        if (begun == null) {
            retry(firstFailure == null ? unreachable("there is no TCP here") : firstFailure);
            return;
        }
        state = new State.Connecting(begun);
        begun.wakeUp();
    }

    private @Nullable EndpointConnection dial(
            InetSocketAddress gateway, InetSocketAddress resolved, ConnectionHandler handler) {
        ClientSecurity security = security(gateway);
        return switch (transport.present()) {
            case UDP -> loop.connect(resolved, security, handler);
            case TCP -> loop.connectByTcp(resolved, security, handler);
        };
    }

    private static CloseReason unreachable(String why) {
        return new CloseReason(CloseReason.Origin.APPLICATION, ErrorCode.HANDSHAKE_TIMEOUT, why);
    }

    /** UDP works again: the session leaves its TCP connection once it is open on this one. */
    private void moveToUdp(EndpointConnection connection) {
        if (state instanceof State.Open && handover.isIdle()) {
            elsewhere = dialled;
            handover.adopt(Handover.Cause.UDP_WORKS, gateways.present(), connection);
        } else {
            if (transport.isProbing()) {
                probe.start();
            }
            connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "not needed any more");
            connection.wakeUp();
        }
    }

    /** What {@link Handover} needs of the session, and does to it. */
    private final class Moves implements Handover.Owner {
        @Override
        public @Nullable EndpointConnection dial(
                InetSocketAddress gateway, InetSocketAddress address, ConnectionHandler handler) {
            takeTicket(current());
            elsewhere = address;
            gateways.resolved(gateway, address);
            return address.isUnresolved() ? null : ClientSession.this.dial(gateway, address, handler);
        }

        @Override
        public Message request() {
            askedElsewhere = true;
            return sessionRequest();
        }

        @Override
        public InetSocketAddress gatewayAfter(InetSocketAddress gateway) {
            gateways.lost(gateway, loop.now());
            return gateways.after(gateway, loop.now());
        }

        @Override
        public boolean mayFollow(InetSocketAddress gateway) {
            return !gateways.isPresent(gateway) && !gateways.isLost(gateway, loop.now());
        }

        @Override
        public void onRedirected(Message.Redirect redirect) {
            options.listener().onRedirected(redirect.gatewayId(), KnownGateways.of(redirect));
        }

        @Override
        public void onTicketRefused() {
            ticket = null;
        }

        @Override
        public void onOpened(Handover.Cause cause, InetSocketAddress gateway, EndpointConnection connection,
                Stream control, Message.SessionOpened opened) {
            EndpointConnection before = current();
            streams.detach();
            if (before != null) {
                before.connection().close(loop.now(), ErrorCode.NO_ERROR, "the session goes on elsewhere");
                before.wakeUp();
            }
            switch (cause) {
                case UDP_WORKS -> transport.onMoved();
                case SILENCE -> gateways.lost(gateways.present(), loop.now());
                case REDIRECT -> {
                }
            }
            gateways.select(gateway);
            dialled = elsewhere;
            connection.handler(ClientSession.this::onEvent);
            ClientSession.this.onOpened(connection, control, opened);
            onReadable(connection, control);
        }

        @Override
        public void onGivenUp(Handover.Cause cause) {
            if (transport.isProbing()) {
                probe.start();
            }
            EndpointConnection present = current();
            if (present != null && present.connection().isPeerSilent()) {
                onSilent(present);
            }
        }
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
            case ConnectionEvent.StreamsAllowed ignored -> {
                if (state instanceof State.Open) {
                    streams.onAllowed(connection);
                }
            }
            case ConnectionEvent.StreamDone ignored -> {
            }
            case ConnectionEvent.DatagramsReadable ignored -> {
            }
            case ConnectionEvent.PathChanged ignored -> {
            }
            case ConnectionEvent.Silent ignored -> onSilent(connection);
            case ConnectionEvent.Heard ignored -> {
                if (handover.stopIfSilent()) {
                    options.listener().onHeard(gateways.present());
                }
            }
            case ConnectionEvent.Closed(CloseReason reason) -> onClosed(connection, reason);
        }
    }

    /** The gateway answers nothing for now: another, if one is known, is asked besides, or instead if none was open. */
    private void onSilent(EndpointConnection connection) {
        if (gateways.size() == 1) {
            return;
        }
        switch (state) {
            case State.Open ignored when handover.isIdle() -> {
                InetSocketAddress other = gateways.after(gateways.present(), loop.now());
                options.listener().onSilent(gateways.present(), other);
                handover.begin(Handover.Cause.SILENCE, other);
            }
            case State.Connecting ignored when !connection.connection().isPeerHeard()
                    && carried == transport.present() && failures < gateways.size() -> {
                // What carries the session has done so before. The second round is more patient: a path may be slow.
                connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "not needed any more");
                retry(unreachable("no answer from the gateway"));
            }
            default -> {
            }
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
        control.offer(MessageCodec.encode(sessionRequest()));
    }

    private Message sessionRequest() {
        SessionId known = id;
        return known == null
                ? new Message.OpenSession(options.name(), options.reconnectWindow())
                : new Message.ResumeSession(known, epoch, options.name());
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
                case Message.Redirect redirect -> onRedirect(connection, redirect);
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
        refusals = 0;
        hops = 0;
        askedElsewhere = false;
        transport.onOpened();
        carried = transport.present();
        gateways.found(gateways.present());
        if (transport.isProbing()) {
            probe.start();
        } else {
            probe.stop();
        }
        options.listener().onConnected(opened.id(), resumed, connection.remote(), transport.present());
        streams.attach(connection);
        firstOpened.complete(opened.id());
    }

    private void onRefused(EndpointConnection connection, ErrorCode code, String text) {
        boolean temporary = code == ErrorCode.NOT_READY
                || code == ErrorCode.SESSION_LIMIT
                || code == ErrorCode.KAFKA_UNAVAILABLE
                || code == ErrorCode.INTERNAL_ERROR;
        takeTicket(connection);
        connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "refused");
        if (temporary) {
            refused(new CloseReason(CloseReason.Origin.PEER, code, text));
            return;
        }
        options.listener().onRejected(code, text);
        over(new SluiceException(code, text));
    }

    /** The gateway answers, but has no session to give yet: it is asked again soon. */
    private void refused(CloseReason reason) {
        refusals++;
        gateways.found(gateways.present());
        retry(reason, /* elsewhere= */ refusals % MAX_REFUSALS == 0);
    }

    private void onRedirect(EndpointConnection connection, Message.Redirect redirect) {
        InetSocketAddress to = KnownGateways.of(redirect);
        switch (state) {
            case State.Open ignored when !gateways.isPresent(to) && !handover.isFollowing(to) -> {
                options.listener().onRedirected(redirect.gatewayId(), to);
                handover.begin(Handover.Cause.REDIRECT, to);
            }
            case State.Connecting ignored -> {
                takeTicket(connection);
                connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "sent on");
                follow(redirect, to);
            }
            default -> {
            }
        }
    }

    private void follow(Message.Redirect redirect, InetSocketAddress to) {
        if (hops >= Handover.MAX_HOPS || gateways.isPresent(to) || gateways.isLost(to, loop.now())) {
            hops = 0;
            refused(new CloseReason(CloseReason.Origin.PEER, ErrorCode.NOT_READY,
                    "sent on to gateway " + redirect.gatewayId() + ", which does not have the session"));
            return;
        }
        hops++;
        options.listener().onRedirected(redirect.gatewayId(), to);
        redirectedBy = gateways.present();
        gateways.select(to);
        attempt();
    }

    private void takeTicket(@Nullable EndpointConnection connection) {
        Ticket newest = connection == null ? null : connection.connection().ticket();
        if (newest != null) {
            ticket = newest;
        }
    }

    private void onClosed(EndpointConnection connection, CloseReason reason) {
        takeTicket(connection);
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
            handover.stop();
            options.listener().onRejected(reason.code(), reason.message());
            over(new SluiceException(reason.code(), reason.message()));
            return;
        }
        if (state instanceof State.Connecting && isUnanswered(reason) && transport.fallBack()) {
            firstFailure = reason;
            attempt();
            return;
        }
        if (state instanceof State.Open && !handover.isIdle()) {
            goOnWith(handover.gateway(), handover.release(), reason);
            return;
        }
        retry(firstFailure == null ? reason : both(firstFailure, reason));
    }

    /** The connection was lost while another was on its way: that becomes the session's. */
    private void goOnWith(InetSocketAddress gateway, @Nullable EndpointConnection underWay, CloseReason reason) {
        gateways.lost(gateways.present(), loop.now());
        gateways.select(gateway);
        if (underWay == null) {
            retry(reason, /* elsewhere= */ false);
            return;
        }
        detach();
        dialled = elsewhere;
        failures = 0;
        state = new State.Connecting(underWay);
        underWay.handler(this::onEvent);
        options.listener().onDisconnected(reason, Duration.ZERO);
        options.listener().onConnecting(gateway, 1);
    }

    private void detach() {
        firstFailure = null;
        handover.stop();
        probe.stop();
        streams.detach();
    }

    private static boolean isUnanswered(CloseReason reason) {
        return reason.code() == ErrorCode.HANDSHAKE_TIMEOUT || reason.origin() == CloseReason.Origin.TUNNEL;
    }

    private CloseReason both(CloseReason first, CloseReason second) {
        return new CloseReason(first.origin(), first.code(),
                first.message() + "; over " + transport.present() + ": " + second.message());
    }

    private boolean isFinal(CloseReason reason) {
        return switch (reason.code()) {
            // Another client has the session. Two that resumed it in turn would fence each other for ever.
            case SESSION_FENCED -> reason.origin() == CloseReason.Origin.PEER && !askedElsewhere;
            // Trying again would not make it more trustworthy.
            case CERTIFICATE_REJECTED, PLAIN_REFUSED -> true;
            // An operator ended it, or keeps this client away: no gateway of the cluster would take it.
            case SESSION_ENDED, ADDRESS_BANNED -> reason.origin() == CloseReason.Origin.PEER;
            default -> false;
        };
    }

    /** To the same gateway if the session was open there, unless it is stopping; otherwise to the next. */
    private void retry(CloseReason reason) {
        boolean wasOpen = state instanceof State.Open;
        if (!wasOpen && reason.code() == ErrorCode.HANDSHAKE_TIMEOUT) {
            gateways.lost(gateways.present(), loop.now());
        }
        if (!wasOpen && hops > 0) {
            // Who named this gateway at least answers.
            gateways.select(redirectedBy);
            retry(reason, /* elsewhere= */ false);
        } else {
            retry(reason, /* elsewhere= */ !wasOpen || reason.code() == ErrorCode.GOING_AWAY);
        }
    }

    private void retry(CloseReason reason, boolean elsewhere) {
        boolean wasOpen = state instanceof State.Open;
        state = new State.Waiting();
        detach();
        transport.onLost();
        askedElsewhere = false;
        if (wasOpen && loop.now() - openedAt >= LASTING) {
            failures = 0;
        } else {
            failures++;
        }
        if (elsewhere) {
            gateways.advance();
        }
        hops = 0;
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
        int rounds = Math.max(failures / gateways.size(), refusals);
        return options.reconnect().pause(failures == 0 ? 0 : Math.max(1, rounds), random);
    }

    private void over(SluiceException reason) {
        if (state instanceof State.Over) {
            return;
        }
        state = new State.Over(reason);
        handover.stop();
        probe.stop();
        streams.detach();
        streams.fail(reason);
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
        streams.add(stream);
        if (state instanceof State.Open(EndpointConnection connection, Stream ignored)) {
            streams.attach(connection, stream);
            connection.wakeUp();
        }
    }

    void forget(ClientStream stream) {
        streams.remove(stream);
    }

    /** Gives the present connection up because the gateway broke a rule on it; the session goes on with another. */
    void abort(TransportException violation) {
        EndpointConnection connection = current();
        if (connection != null) {
            connection.connection().close(loop.now(), violation.code(), String.valueOf(violation.getMessage()));
            connection.wakeUp();
        }
    }

    /** The longest datagram that the present connection takes, in bytes; 0 if there is none, or it takes none. */
    int maxDatagramPayload() {
        return state instanceof State.Open(EndpointConnection connection, Stream ignored)
                ? connection.connection().maxDatagramPayload()
                : 0;
    }

    /** Sends an unreliable datagram on the present connection; false if it takes none of this size, or none now. */
    boolean sendDatagram(byte[] datagram) {
        return state instanceof State.Open(EndpointConnection connection, Stream ignored)
                && connection.connection().sendDatagram(datagram);
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
                handover.stop();
                probe.stop();
                streams.fail(new SluiceException(ErrorCode.SESSION_ENDED, "the client was closed"));
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
