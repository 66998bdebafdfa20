package io.sluice.crsp.client;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Prepares another connection for an open session while the present one goes on: the session changes over only when the
 * other gateway has opened it. One at a time, on the loop's thread. A gateway's name is looked up before it is dialled.
 *
 * <pre>
 *   Idle ──begin──▶ Dialling ──Established──▶ Asking ──SessionOpened──▶ Idle, the session changes over
 *    ▲               │  ▲  ▲                    │  │
 *    │        failed │  │  └──────Redirect──────┘  │ refused for now
 *    │               ▼  │ pause over              ▼
 *    └──given up── Pausing ◀─────────────────────┘
 * </pre>
 */
final class Handover {
    /** Gateways that name one another are followed this far, and then asked after a pause. */
    static final int MAX_HOPS = 5;

    /** Attempts to go where the present gateway wants the session; after them it stays until told again. */
    private static final int MAX_TRIES = 8;

    /** Why the session should be elsewhere. */
    enum Cause {
        /** Its gateway said so. */
        REDIRECT,
        /** Its gateway is silent. */
        SILENCE,
        /** It is over TCP, and UDP works again. */
        UDP_WORKS
    }

    /** The session, as seen from here. */
    interface Owner {
        /**
         * Begins a connection over what carries the present one; null if that cannot be.
         *
         * @param address the gateway's, unresolved still if its name is not known
         */
        @Nullable
        EndpointConnection dial(InetSocketAddress gateway, InetSocketAddress address, ConnectionHandler handler);

        /** What asks a gateway for the session. */
        Message request();

        /** The gateway to ask if this one does not answer while the present one is silent. */
        InetSocketAddress gatewayAfter(InetSocketAddress gateway);

        /** False for the present gateway, and for one that did not answer a moment ago. */
        boolean mayFollow(InetSocketAddress gateway);

        /** A gateway that was asked names another, which is asked next. */
        void onRedirected(Message.Redirect redirect);

        void onTicketRefused();

        /** The session is open on this connection, which is the owner's from now on. */
        void onOpened(Cause cause, InetSocketAddress gateway, EndpointConnection connection, Stream control,
                Message.SessionOpened opened);

        /** Nothing more will come of it. */
        void onGivenUp(Cause cause);
    }

    private sealed interface State {
        record Idle() implements State {}

        record Dialling(EndpointConnection connection) implements State {}

        record Asking(EndpointConnection connection) implements State {}

        record Pausing(EventLoop.Scheduled end) implements State {}

        record LookingUp(InetSocketAddress name) implements State {}
    }

    private final EventLoop loop;
    private final ReconnectPolicy pauses;
    private final RandomGenerator random;
    private final Owner owner;
    private State state = new State.Idle();
    private Cause cause = Cause.REDIRECT;
    private InetSocketAddress gateway = new InetSocketAddress(0);
    private int tries;
    private int hops;

    Handover(EventLoop loop, ReconnectPolicy pauses, RandomGenerator random, Owner owner) {
        this.loop = loop;
        this.pauses = pauses;
        this.random = random;
        this.owner = owner;
    }

    boolean isIdle() { return state instanceof State.Idle; }

    /** True if the session is on its way to this gateway because its own said so. */
    boolean isFollowing(InetSocketAddress to) {
        return !isIdle() && cause == Cause.REDIRECT && KnownGateways.isSame(gateway, to);
    }

    /** The gateway that is asked, or will be after the pause. */
    InetSocketAddress gateway() {
        return gateway;
    }

    /** Begins, in place of whatever was under way. */
    void begin(Cause why, InetSocketAddress to) {
        begun(why, to);
        dial();
    }

    /** Begins with a connection that is established already, and is this object's from now on. */
    void adopt(Cause why, InetSocketAddress to, EndpointConnection established) {
        begun(why, to);
        established.handler(this::onEvent);
        ask(established);
    }

    private void begun(Cause why, InetSocketAddress to) {
        stop();
        cause = why;
        gateway = to;
        tries = 0;
        hops = 0;
    }

    private void dial() {
        State lookingUp = new State.LookingUp(gateway);
        state = lookingUp;
        GatewayNames.resolve(loop, gateway, address -> {
            // The very object: another try for the same name may have begun meanwhile.
            if (isStill(lookingUp)) {
                dial(address);
            }
        });
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isStill(State before) {
        return state == before;
    }

    private void dial(InetSocketAddress address) {
        EndpointConnection begun = owner.dial(gateway, address, this::onEvent);
        if (begun == null) {
            failed(/* answered= */ false);
        } else {
            state = new State.Dialling(begun);
            begun.wakeUp();
        }
    }

    private void ask(EndpointConnection connection) {
        Stream control = connection.connection().openStream();
        if (control == null) {
            throw new TransportException(ErrorCode.STREAM_LIMIT_ERROR, "the gateway allows no stream");
        }
        state = new State.Asking(connection);
        control.offer(MessageCodec.encode(owner.request()));
        connection.wakeUp();
    }

    private void onEvent(EndpointConnection connection, ConnectionEvent event) {
        if (connection != connection()) {
            return;
        }
        switch (event) {
            case ConnectionEvent.Established ignored -> ask(connection);
            case ConnectionEvent.StreamReadable(Stream stream) -> onReadable(connection, stream);
            case ConnectionEvent.StreamOpened(Stream stream) -> stream.reset(ErrorCode.STREAM_STATE_ERROR);
            case ConnectionEvent.Silent ignored -> {
                if (cause == Cause.SILENCE && !connection.connection().isPeerHeard()) {
                    drop(connection);
                    failed(/* answered= */ false);
                }
            }
            case ConnectionEvent.Closed(CloseReason reason) -> onClosed(reason);
            default -> {
            }
        }
    }

    private @Nullable EndpointConnection connection() {
        return switch (state) {
            case State.Dialling(EndpointConnection connection) -> connection;
            case State.Asking(EndpointConnection connection) -> connection;
            case State.Idle() -> null;
            case State.Pausing(EventLoop.Scheduled ignored) -> null;
            case State.LookingUp(InetSocketAddress ignored) -> null;
        };
    }

    private void onReadable(EndpointConnection connection, Stream control) {
        byte[] bytes = control.poll();
        if (bytes == null) {
            return;
        }
        switch (MessageCodec.decode(bytes)) {
            case Message.SessionOpened opened -> {
                state = new State.Idle();
                owner.onOpened(cause, gateway, connection, control, opened);
            }
            case Message.Failure ignored -> {
                // Even one for good: the session is open where it is, and what is to be believed shows when it is not.
                drop(connection);
                failed(/* answered= */ true);
            }
            case Message.Redirect redirect -> {
                drop(connection);
                onRedirect(redirect);
            }
            case Message other ->
                throw new TransportException(ErrorCode.PROTOCOL_VIOLATION,
                        "not for the control stream: " + other.getClass().getSimpleName());
        }
    }

    private void onRedirect(Message.Redirect redirect) {
        InetSocketAddress to = KnownGateways.of(redirect);
        if (hops >= MAX_HOPS || !owner.mayFollow(to)) {
            hops = 0;
            failed(/* answered= */ true);
            return;
        }
        hops++;
        owner.onRedirected(redirect);
        gateway = to;
        dial();
    }

    private void onClosed(CloseReason reason) {
        if (reason.code() == ErrorCode.TICKET_REFUSED && tries < MAX_TRIES) {
            tries++;
            owner.onTicketRefused();
            dial();
        } else {
            failed(/* answered= */ false);
        }
    }

    private void failed(boolean answered) {
        tries++;
        if (cause == Cause.UDP_WORKS || (cause == Cause.REDIRECT && tries >= MAX_TRIES)) {
            state = new State.Idle();
            owner.onGivenUp(cause);
            return;
        }
        if (cause == Cause.SILENCE && !answered) {
            gateway = owner.gatewayAfter(gateway);
        }
        state = new State.Pausing(loop.schedule(pauses.pause(tries, random), this::dial));
    }

    private void drop(EndpointConnection connection) {
        connection.connection().close(loop.now(), ErrorCode.NO_ERROR, "not needed any more");
        connection.wakeUp();
    }

    /** The present gateway is heard: it keeps a session that was to leave it for its silence. Returns true if it does. */
    boolean stopIfSilent() {
        if (isIdle() || cause != Cause.SILENCE) {
            return false;
        }
        stop();
        return true;
    }

    /** Gives up whatever is under way. */
    void stop() {
        EndpointConnection given = release();
        if (given != null) {
            drop(given);
        }
    }

    /** Ends, and hands over the connection under way, if there is one: the present one is lost. */
    @Nullable
    EndpointConnection release() {
        EndpointConnection underWay = connection();
        if (state instanceof State.Pausing(EventLoop.Scheduled end)) {
            end.cancel();
        }
        state = new State.Idle();
        return underWay;
    }
}
