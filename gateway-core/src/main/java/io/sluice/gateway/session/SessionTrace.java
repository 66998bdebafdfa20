package io.sluice.gateway.session;

import io.sluice.crsp.qlog.QlogSink;

/** The event log of a session's connection, in memory. Written on the event loop's thread, read from any. */
final class SessionTrace implements QlogSink {
    private final StringBuilder text = new StringBuilder();

    @Override
    public synchronized void append(CharSequence record) {
        text.append(record);
    }

    @Override
    public void close() {
        // What was traced is to be read afterwards.
    }

    synchronized String text() {
        return text.toString();
    }
}
