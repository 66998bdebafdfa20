package io.sluice.crsp.client;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the session as the client keeps it: it outlives connections and begins again on each new one. All
 * methods run on the client's thread unless they say otherwise.
 */
abstract class ClientStream {
    private final ClientSession session;
    private final long number;
    private final ArrayDeque<Message> outgoing = new ArrayDeque<>();
    private @Nullable Stream transport;
    private boolean over;

    ClientStream(ClientSession session, long number) {
        this.session = session;
        this.number = number;
    }

    final ClientSession session() {
        return session;
    }

    final long number() {
        return number;
    }

    final boolean isAttached() { return transport != null; }

    final boolean isOver() { return over; }

    /** The message that begins this stream on a connection, with the place where it goes on. */
    abstract Message opening();

    /** A message from the gateway. */
    abstract void onMessage(Message message);

    /** False while no further message should be taken in: the gateway then gets no credit. */
    abstract boolean wantsMore();

    /** The stream failed for good; waiting callers must be told. */
    abstract void onFailed(SluiceException failure);

    /** The stream was begun again on a new connection. */
    void onAttached() {}

    /** There is room to send. */
    void onWritable() {}

    final void attach(Stream stream) {
        transport = stream;
        outgoing.clear();
        stream.attach(this);
        send(opening());
        onAttached();
    }

    final void detach() {
        transport = null;
        outgoing.clear();
    }

    /** Sends a message on the present connection; dropped if there is none. */
    final void send(Message message) {
        if (transport != null) {
            outgoing.add(message);
            flush();
        }
    }

    /** Offers a message now; false if there is no room or no connection. */
    final boolean offer(Message message) {
        flush();
        return outgoing.isEmpty() && offerNow(message);
    }

    private void flush() {
        while (!outgoing.isEmpty() && offerNow(outgoing.peek())) {
            outgoing.remove();
        }
    }

    /** A message that the gateway takes at no time, as one too large, ends the stream. */
    private boolean offerNow(Message message) {
        Stream current = transport;
        try {
            return current != null && current.offer(MessageCodec.encode(message));
        } catch (TransportException e) {
            fail(new SluiceException(e.code(), String.valueOf(e.getMessage())));
            return false;
        }
    }

    final void writable() {
        flush();
        onWritable();
    }

    /** Takes in what waits, as far as wanted. */
    final void drain() {
        try {
            takeIn();
        } catch (TransportException violation) {
            session.abort(violation);
        }
    }

    private void takeIn() {
        Stream current = transport;
        if (current == null || over) {
            return;
        }
        while (wantsMore() && current == transport && !over) {
            byte[] bytes = current.poll();
            if (bytes == null) {
                break;
            }
            Message message = MessageCodec.decode(bytes);
            if (message instanceof Message.Failure(ErrorCode code, String text)) {
                fail(new SluiceException(code, text));
                return;
            }
            onMessage(message);
        }
        if (current == transport && !over && wantsMore() && current.isEnded()) {
            ErrorCode reset = current.receivedReset();
            fail(new SluiceException(
                    reset == null ? ErrorCode.CANCELLED : reset, "the gateway ended the stream"));
        }
    }

    final void fail(SluiceException failure) {
        if (!over) {
            over = true;
            finishTransport();
            onFailed(failure);
        }
    }

    /** Ends the stream from this side. */
    final void finish() {
        over = true;
        finishTransport();
    }

    private void finishTransport() {
        session.forget(this);
        if (transport != null) {
            transport.finish();
            transport.stopReceiving(ErrorCode.CANCELLED);
            transport = null;
            session.wakeUp();
        }
    }
}
