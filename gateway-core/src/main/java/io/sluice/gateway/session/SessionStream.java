package io.sluice.gateway.session;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.gateway.store.StoredStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of a session: it outlives connections, and is begun again by the client on each new one. On the event
 * loop's thread.
 */
public abstract class SessionStream {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStream.class);

    private final Session session;
    private final long number;
    private @Nullable Stream transport;

    protected SessionStream(Session session, long number) {
        this.session = session;
        this.number = number;
    }

    /** The stream's number in its session. */
    public final long number() {
        return number;
    }

    /** The session that it belongs to. */
    protected final Session session() {
        return session;
    }

    /** True while a connection carries it. */
    protected final boolean isAttached() { return transport != null; }

    /** The client begins the stream, or goes on with it, on a new connection. */
    protected abstract void onOpened(Message opening);

    /** A further message of the client's. */
    protected abstract void onMessage(Message message);

    /** A message of the client's that came in an unreliable datagram; streams that expect none drop it. */
    protected void onDatagram(Message.Data message) {}

    /** There is room to send after a refusal. */
    protected void onWritable() {}

    /** The connection is gone; the stream may be begun again. */
    protected void onDetached() {}

    /** The stream is over. */
    protected void onRemoved() {}

    /** Another gateway goes on with the stream; here it is over. */
    protected void onMoved() {
        onRemoved();
    }

    /** False while no further message should be taken in: the client then gets no credit. */
    protected boolean wantsMore() {
        return true;
    }

    /** True if the stream's progress is stored with what it writes, see {@link Session#write}. */
    protected boolean hasProgress() {
        return false;
    }

    /** What must be kept to go on, or null if the client says it again. */
    protected abstract @Nullable StoredStream stored();

    /** What it carries, as {@link StreamView#kind} has it. Asked from any thread. */
    protected abstract String streamKind();

    /** The topic that it concerns, or what stands for it, as {@link StreamView#topic} has it. Asked from any thread. */
    protected abstract String topic();

    /** Records that are still to be delivered, as far as known. Asked from any thread. */
    protected long lag() {
        return 0;
    }

    /** What operators see. */
    protected abstract StreamView view();

    final void attach(Stream stream, Message opening) {
        transport = stream;
        stream.attach(this);
        onOpened(opening);
    }

    final void detach() {
        if (transport != null) {
            transport = null;
            onDetached();
        }
    }

    /** Takes in what waits, as far as wanted. */
    public final void drain() {
        Stream current = transport;
        while (current != null && current == transport && wantsMore()) {
            byte[] bytes = current.poll();
            if (bytes == null) {
                break;
            }
            onMessage(MessageCodec.decode(bytes));
        }
        if (current != null && current == transport && current.isEnded()) {
            session.happened(SessionEventKind.STREAM_ENDED, "stream " + number + " by its client");
            end();
        }
        session.wakeUp();
    }

    final void writable() {
        onWritable();
    }

    /** Sends a message; false if there is no room or no connection. Then {@link #onWritable} follows, or a detach. */
    protected final boolean send(Message message) {
        if (transport == null) {
            return false;
        }
        boolean sent = transport.offerShared(MessageCodec.encode(message));
        session.wakeUp();
        return sent;
    }

    /** As {@link #send}; false, too, if the client has ended the stream and the end is only on its way. */
    protected final boolean sendIfOpen(Message message) {
        try {
            return send(message);
        } catch (TransportException e) {
            if (e.code() == ErrorCode.STREAM_STATE_ERROR) {
                return false;
            }
            throw e;
        }
    }

    /**
     * As {@link #send}, for a message that is encoded already; the caller wakes the session up afterwards.
     *
     * @param message kept until the client has it, and sent by other streams as well: nobody may change it
     */
    protected final boolean sendEncoded(byte[] message) {
        return transport != null && transport.offerShared(message);
    }

    /**
     * Sends what waits on the session's connection.
     *
     * @param behind true if these are old records: for a while other sessions go first
     */
    protected final void wakeUp(boolean behind) {
        session.wakeUp(behind);
    }

    /** Tells the client why the stream cannot go on, and ends it. */
    protected final void fail(ErrorCode code, String text) {
        SessionLog.of(session.id(),
                () -> LOG.info("Session {}: stream {} fails with {}: {}", session.id(), number, code, text));
        session.happened(SessionEventKind.STREAM_FAILED, "stream " + number + ": " + code + ": " + text);
        if (transport != null && !send(new Message.Failure(code, text))) {
            transport.reset(code);
        }
        end();
    }

    /**
     * Ends the stream for others than its client, who is told.
     *
     * @param by who says so, such as "by an operator"
     */
    final void stop(String by) {
        fail(ErrorCode.CANCELLED, "stopped " + by);
    }

    /** Ends the stream from this side, after what was sent. */
    protected final void end() {
        Stream current = transport;
        transport = null;
        if (current != null) {
            current.finish();
            current.stopReceiving(ErrorCode.NO_ERROR);
            current.attach(null);
        }
        session.remove(this);
        onRemoved();
        session.wakeUp();
    }

    /**
     * Notes that the stream is paused or goes on.
     *
     * @param by who says so, such as "by an operator"
     */
    protected final void pausedOrResumed(boolean paused, String by) {
        session.happened(paused ? SessionEventKind.STREAM_PAUSED : SessionEventKind.STREAM_RESUMED,
                "stream " + number + " " + by);
    }

    /** A message that has no place on this kind of stream. */
    protected final void refuse(Message message) {
        fail(ErrorCode.BAD_REQUEST, message.getClass().getSimpleName() + " has no place on this stream");
    }
}
