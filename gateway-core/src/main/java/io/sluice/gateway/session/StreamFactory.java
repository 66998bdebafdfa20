package io.sluice.gateway.session;

import io.sluice.crsp.session.Message;
import io.sluice.gateway.store.StoredStream;
import org.jspecify.annotations.Nullable;

/** Makes the streams of sessions: the kinds themselves need not be known here. On the event loop's thread. */
public interface StreamFactory {
    /** The number that a message begins a stream with, or -1 if it begins none. */
    long numberOf(Message opening);

    /** A new stream for a message that begins one. */
    SessionStream create(Session session, long number, Message opening);

    /** A stream that works on before its client is back, or null if this kind waits for its client. */
    @Nullable
    SessionStream restore(Session session, StoredStream stored);
}
