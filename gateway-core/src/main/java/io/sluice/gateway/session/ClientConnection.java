package io.sluice.gateway.session;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionLogs;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.MessageDatagram;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client: its first stream opens or resumes a session, every further one is a stream of that
 * session. On the event loop's thread.
 */
public final class ClientConnection implements ConnectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final long CONTROL_STREAM = 0;
    /** How long a client may take to go where it is sent. */
    private static final long REDIRECT_PATIENCE = 5_000_000_000L;
    /** A session that got old records within this time, of any partition, still catches up. */
    private static final long BEHIND = 500_000_000L;

    private final SessionManager manager;
    private final EventLoop loop;
    private @Nullable EndpointConnection connection;
    private @Nullable Stream control;
    private @Nullable Session session;
    private @Nullable InetAddress listedAt;
    private boolean requested;
    private boolean wasBehind;
    private long behindAt;

    ClientConnection(SessionManager manager, EventLoop loop) {
        this.manager = manager;
        this.loop = loop;
    }

    @Override
    public void onEvent(EndpointConnection from, ConnectionEvent event) {
        connection = from;
        switch (event) {
            case ConnectionEvent.Established ignored -> manager.onConnected(this);
            case ConnectionEvent.StreamOpened ignored -> {
            }
            case ConnectionEvent.StreamReadable(Stream stream) -> onReadable(stream);
            case ConnectionEvent.StreamWritable(Stream stream) -> {
                if (stream.attachment() instanceof SessionStream own) {
                    own.writable();
                }
            }
            case ConnectionEvent.StreamDone(Stream stream) -> {
                if (stream.attachment() instanceof SessionStream own) {
                    own.drain();
                }
            }
            case ConnectionEvent.StreamsAllowed ignored -> {
            }
            case ConnectionEvent.DatagramsReadable ignored -> onDatagrams(from);
            case ConnectionEvent.PathChanged(InetSocketAddress remote) -> onPathChanged(remote);
            case ConnectionEvent.Silent ignored -> {
            }
            case ConnectionEvent.Heard ignored -> {
            }
            case ConnectionEvent.Closed(CloseReason reason) -> onClosed(reason);
        }
    }

    private void onPathChanged(InetSocketAddress remote) {
        Session current = session;
        LOG.info("Session {} goes on at {}", current == null ? "-" : current.id(), remote);
        if (current != null) {
            current.happened(SessionEventKind.ADDRESS_CHANGED, "to " + text(remote));
        }
        manager.onMoved(this);
    }

    private void onReadable(Stream stream) {
        if (stream.attachment() instanceof SessionStream own) {
            own.drain();
        } else if (stream.id() == CONTROL_STREAM) {
            onControl(stream);
        } else {
            onNewStream(stream);
        }
    }

    private void onControl(Stream stream) {
        control = stream;
        for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
            switch (MessageCodec.decode(bytes)) {
                case Message.OpenSession open when !requested -> {
                    requested = true;
                    manager.open(this, open);
                }
                case Message.ResumeSession resume when !requested -> {
                    requested = true;
                    manager.resume(this, resume);
                }
                case Message.EndSession() -> {
                    Session current = session;
                    if (current != null) {
                        session = null;
                        current.happened(SessionEventKind.ENDED, "by its client");
                        manager.end(current);
                    }
                }
                case Message other ->
                    refuse(
                            ErrorCode.BAD_REQUEST,
                            other.getClass().getSimpleName() + " has no place on the control stream now");
            }
        }
        if (stream.isEnded()) {
            shutDown();
        }
    }

    private void onNewStream(Stream stream) {
        byte[] bytes = stream.poll();
        if (bytes == null) {
            if (stream.isEnded()) {
                stream.finish();
            }
            return;
        }
        Session current = session;
        if (current == null) {
            stream.reset(ErrorCode.BAD_REQUEST);
            stream.stopReceiving(ErrorCode.BAD_REQUEST);
            return;
        }
        manager.beginStream(current, stream, MessageCodec.decode(bytes));
        if (stream.attachment() instanceof SessionStream own) {
            own.drain();
        }
    }

    private void onDatagrams(EndpointConnection from) {
        for (byte[] bytes = from.connection().pollDatagram(); bytes != null; bytes = from.connection().pollDatagram()) {
            MessageDatagram datagram = MessageDatagram.decode(bytes);
            Session current = session;
            SessionStream stream = current == null ? null : current.stream(datagram.number());
            // One that overtook its stream's beginning, or came after its end, is as good as lost.
            if (stream != null && stream.isAttached()) {
                stream.onDatagram(datagram.message());
            }
        }
    }

    private void onClosed(CloseReason reason) {
        Session current = session;
        session = null;
        manager.onGone(this);
        if (current != null) {
            manager.onConnectionLost(current, this, reason);
        }
    }

    /** The session is stored: the client may use it. */
    void opened(Session opened, Message.SessionOpened answer) {
        session = opened;
        sendControl(answer);
    }

    /** The session that its client uses, or null if it has none, or none that is stored yet. */
    @Nullable
    Session session() {
        return session;
    }

    /** True if this connection's client uses the session, so that its end will be told. */
    boolean hasOpened(Session candidate) {
        return session == candidate;
    }

    /** The session is refused; the client is told why and the connection closes. */
    void refuse(ErrorCode code, String text) {
        manager.onRefused();
        sendControl(new Message.Failure(code, text));
        shutDown();
    }

    /** Sends the client to another gateway. It ends this connection itself once it has another. */
    void redirect(Message.Redirect way) {
        sendControl(way);
        loop.schedule(REDIRECT_PATIENCE, this::goAway);
    }

    /** Ends the connection: another gateway may be better. */
    void goAway() {
        session = null;
        if (isOpen() && connection != null) {
            connection.connection().close(loop.now(), ErrorCode.GOING_AWAY, ErrorCode.GOING_AWAY.advice());
            wakeUp();
        }
    }

    /** The session is no longer this gateway's, and what happens to the connection does not concern it. */
    void forgetSession() {
        session = null;
    }

    private void sendControl(Message message) {
        if (control != null && !control.isSendingFinished()) {
            control.offer(MessageCodec.encode(message));
            wakeUp();
        }
    }

    private void shutDown() {
        if (connection != null) {
            connection.connection().shutdown(loop.now());
            wakeUp();
        }
    }

    /** Ends the connection because a newer one has the session. */
    void fence() {
        close(ErrorCode.SESSION_FENCED, ErrorCode.SESSION_FENCED.advice());
    }

    /** Ends the connection, which has no session from now on. */
    void close(ErrorCode code, String text) {
        session = null;
        if (connection != null) {
            connection.connection().close(loop.now(), code, text);
            wakeUp();
        }
    }

    /** How it does. */
    @Nullable
    ConnectionView view() {
        return connection == null ? null : ConnectionView.of(connection.connection(), remoteText(), silence());
    }

    /** Packets lost of those sent, in percent. Asked from any thread: a moment late, perhaps. */
    double lossPercent() {
        EndpointConnection present = connection;
        return present == null ? 0 : ConnectionView.lossPercent(present.connection().statistics());
    }

    /** Begins an event log of it. */
    void trace(ConnectionLogs logs) {
        if (connection != null) {
            connection.connection().beginLog(loop.now(), logs);
        }
    }

    /** True until the connection has ended. */
    boolean isOpen() {
        return connection != null && !connection.connection().isOver();
    }

    /** Nanoseconds since the client was heard last. */
    long silence() {
        return connection == null ? 0 : loop.now() - connection.connection().lastReceived();
    }

    void wakeUp() {
        if (connection != null) {
            connection.wakeUp();
        }
    }

    /** Sends what waits; a session that gets old records lets others go first, in all it gets. */
    void wakeUp(boolean behind) {
        EndpointConnection present = connection;
        if (present == null) {
            return;
        }
        long now = loop.now();
        if (behind) {
            wasBehind = true;
            behindAt = now;
        } else if (wasBehind) {
            wasBehind = now - behindAt < BEHIND;
        }
        present.background(wasBehind);
        present.wakeUp();
    }

    /** Where its client is, or null before its first packet is told of. */
    @Nullable
    InetAddress address() {
        EndpointConnection present = connection;
        return present == null ? null : present.remote().getAddress();
    }

    /** The address under which {@link AddressGuard} has it, or null. */
    @Nullable
    InetAddress listedAt() {
        return listedAt;
    }

    void listedAt(@Nullable InetAddress address) {
        listedAt = address;
    }

    String remoteText() {
        EndpointConnection present = connection;
        if (present == null) {
            return "";
        }
        return text(present.remote());
    }

    private static String text(InetSocketAddress remote) {
        return remote.getAddress().getHostAddress() + ":" + remote.getPort();
    }
}
