package io.sluice.gateway.session;

import io.sluice.crsp.connection.ConnectionLogs;
import io.sluice.crsp.qlog.QlogWriter;
import io.sluice.crsp.session.SessionId;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The traces that operators asked for: a few, each of bounded length, the oldest giving way to the newest. Safe for
 * threads.
 */
final class SessionTraces {
    private final int most;
    private final int maxBytes;
    private final Clock clock;
    private final Map<SessionId, SessionTrace> traces = new LinkedHashMap<>();

    /**
     * @param most how many are kept
     * @param maxBytes where each ends
     * @param clock the time of day
     */
    SessionTraces(int most, int maxBytes, Clock clock) {
        this.most = most;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** Begins one, in place of an earlier one of the session; null if none are kept. */
    synchronized @Nullable ConnectionLogs begin(SessionId session) {
        if (most == 0) {
            return null;
        }
        traces.remove(session);
        Iterator<SessionId> oldest = traces.keySet().iterator();
        for (int left = traces.size(); left >= most; left--) {
            oldest.next();
            oldest.remove();
        }
        SessionTrace trace = new SessionTrace();
        traces.put(session, trace);
        return (now, role, localId, remoteId, remote) -> new QlogWriter(
                trace, maxBytes, clock.millis(), now, role, localId, remoteId, remote);
    }

    /** What a session's trace has so far, or null if there is none. */
    synchronized @Nullable String text(SessionId session) {
        SessionTrace trace = traces.get(session);
        return trace == null ? null : trace.text();
    }
}
