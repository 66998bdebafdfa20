package io.sluice.gateway.session;

import org.jspecify.annotations.Nullable;

/** What an operator does to a session or one of its streams. The first five mean what the client's own requests mean. */
public sealed interface SessionAction {
    /** Nothing more is delivered until {@link Resume}, also on later connections. */
    record Pause() implements SessionAction {}

    /** Ends a pause. */
    record Resume() implements SessionAction {}

    /** Delivery goes back to where the stream began. */
    record Restart() implements SessionAction {}

    /** Delivery goes on from elsewhere. */
    record Seek(SeekTarget to) implements SessionAction {}

    /** Ends a stream: its client is told, and does not begin it again. */
    record Stop() implements SessionAction {}

    /** Ends the connection; the session waits for its client, which usually comes back at once. */
    record Disconnect() implements SessionAction {}

    /** Gives the session up, with its positions. */
    record End() implements SessionAction {}

    /** Keeps an event log of its connection from now on, in memory. */
    record Trace() implements SessionAction {}

    /** The name by which people know it. */
    default String verb() {
        return switch (this) {
            case Pause() -> "pause";
            case Resume() -> "resume";
            case Restart() -> "restart";
            case Seek ignored -> "seek";
            case Stop() -> "stop";
            case Disconnect() -> "disconnect";
            case End() -> "end";
            case Trace() -> "trace";
        };
    }

    /**
     * What else is to be said of it, for the audit; empty if nothing.
     *
     * @param stream the number of the one stream concerned, or null
     */
    default String detail(@Nullable Long stream) {
        String where = this instanceof Seek seek ? seek.to().text() : "";
        return stream == null ? where : ("stream " + stream + " " + where).strip();
    }
}
