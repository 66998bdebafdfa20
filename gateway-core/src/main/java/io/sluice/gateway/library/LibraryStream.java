package io.sluice.gateway.library;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.gateway.session.Session;
import io.sluice.gateway.session.SessionStream;
import io.sluice.gateway.session.StreamView;
import io.sluice.gateway.store.StoredStream;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream that asks the library for one thing. Nothing of it is stored: its client asks again on a new connection, and
 * what it wants is known by its request.
 */
abstract class LibraryStream extends SessionStream {
    private final Library library;
    private final ArrayDeque<Message> outgoing = new ArrayDeque<>();
    /** Of the connections that carried this stream. */
    private long attachment;
    private boolean delayTold;
    private long sent;

    LibraryStream(Session session, long number, Library library) {
        super(session, number);
        this.library = library;
    }

    final Library library() {
        return library;
    }

    /** The client asks, or asks again on a new connection. */
    abstract void ask(Message opening);

    /** There is room again for what is too large to be kept here. */
    void onRoom() {}

    /** The client is gone, for now or for good: nothing that was asked for is wanted. */
    void onGone() {}

    /** For operators: what is asked for. */
    abstract String what();

    /** For operators: what it waits for; empty if there is nothing to say. */
    String stateText() {
        return "";
    }

    @Override
    protected final void onOpened(Message opening) {
        attachment++;
        outgoing.clear();
        delayTold = false;
        ask(opening);
    }

    /** True as long as the present connection carries the stream. */
    final BooleanSupplier whileAttached() {
        long present = attachment;
        return () -> isAttached() && attachment == present;
    }

    /** Goes on once everything is known that was so when the client asked. */
    final void whenCurrent(Runnable then) {
        library.whenCurrent(whileAttached(), this::tellDelay, then);
    }

    final void tellDelay() {
        if (!delayTold) {
            delayTold = true;
            sendInOrder(new Message.StreamStatus(
                    ErrorCode.KAFKA_UNAVAILABLE, "the library waits for Kafka, and goes on by itself"));
        }
    }

    /** Sends, now or when there is room. For few and small messages. */
    final void sendInOrder(Message message) {
        if (isAttached()) {
            outgoing.add(message);
            flush();
        }
    }

    /** Sends if there is room now. */
    final boolean sendNow(Message message) {
        if (!outgoing.isEmpty() || !sendIfOpen(message)) {
            return false;
        }
        sent++;
        return true;
    }

    /** As {@link #fail}, at any time: the client may have ended the stream meanwhile. */
    final void giveUp(ErrorCode code, String text) {
        try {
            fail(code, text);
        } catch (TransportException e) {
            if (e.code() != ErrorCode.STREAM_STATE_ERROR) {
                throw e;
            }
            end();
        }
    }

    private void flush() {
        while (!outgoing.isEmpty() && sendIfOpen(outgoing.element())) {
            outgoing.remove();
            sent++;
        }
    }

    @Override
    protected final void onWritable() {
        flush();
        if (outgoing.isEmpty()) {
            onRoom();
        }
    }

    @Override
    protected final void onDetached() {
        outgoing.clear();
        onGone();
    }

    @Override
    protected final void onRemoved() {
        outgoing.clear();
        onGone();
    }

    /** True unless the name is none; then the client is told. */
    final boolean isName(String name) {
        String problem = FileNames.problemOf(name);
        if (problem != null) {
            giveUp(ErrorCode.NAME_INVALID, problem);
        }
        return problem == null;
    }

    /** The version that is asked for; if there is none the client is told. */
    final @Nullable StoredFile find(String name, long version) {
        StoredFile file = library.catalogue().file(name, version);
        if (file == null) {
            giveUp(ErrorCode.FILE_UNKNOWN, FileNames.unknown(name, version));
        }
        return file;
    }

    @Override
    protected void onMessage(Message message) {
        refuse(message);
    }

    @Override
    protected final @Nullable StoredStream stored() {
        return null;
    }

    @Override
    protected final String streamKind() {
        return "library";
    }

    @Override
    protected final String topic() {
        return library.content().topic();
    }

    @Override
    protected final StreamView view() {
        return new StreamView(number(), "library", library.content().topic(), what(), sent, 0, stateText());
    }
}
