package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The streams of a session, in the order of their beginning: they outlive connections. On the loop's thread. */
final class ClientStreams {
    /** How long a stream waits to be allowed. One that has ended makes room within round trips; one that lasts, does not. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final EventLoop loop;
    private final Map<Long, ClientStream> byNumber = new LinkedHashMap<>();
    /** Those that the gateway does not allow yet, each with the end of its patience. */
    private final Map<ClientStream, EventLoop.Scheduled> waiting = new LinkedHashMap<>();

    ClientStreams(EventLoop loop) {
        this.loop = loop;
    }

    void add(ClientStream stream) {
        byNumber.put(stream.number(), stream);
    }

    void remove(ClientStream stream) {
        byNumber.remove(stream.number());
        EventLoop.Scheduled patience = waiting.remove(stream);
        if (patience != null) {
            patience.cancel();
        }
    }

    /** Begins every stream again on a connection whose session is open. */
    void attach(EndpointConnection connection) {
        all().forEach(stream -> attach(connection, stream));
    }

    /** Begins one stream on it, or as soon as the gateway allows it, after those that wait already. */
    void attach(EndpointConnection connection, ClientStream stream) {
        if (!waiting.isEmpty() || !begin(connection, stream)) {
            waiting.put(stream, loop.schedule(PATIENCE, () -> stream.fail(
                    new SluiceException(ErrorCode.STREAM_LIMIT_ERROR, ErrorCode.STREAM_LIMIT_ERROR.advice()))));
        }
    }

    /** The gateway allows more. */
    void onAllowed(EndpointConnection connection) {
        for (ClientStream next : List.copyOf(waiting.keySet())) {
            // What was begun may have ended others.
            EventLoop.Scheduled patience = waiting.get(next);
            if (patience == null) {
                continue;
            }
            if (!begin(connection, next)) {
                return;
            }
            waiting.remove(next);
            patience.cancel();
        }
    }

    private static boolean begin(EndpointConnection connection, ClientStream stream) {
        Stream transport = connection.connection().openStream();
        if (transport == null) {
            return false;
        }
        stream.attach(transport);
        return true;
    }

    /** The connection that carried them is gone, or left. */
    void detach() {
        waiting.values().forEach(EventLoop.Scheduled::cancel);
        waiting.clear();
        byNumber.values().forEach(ClientStream::detach);
    }

    /** Nothing more will come of any. */
    void fail(SluiceException reason) {
        all().forEach(stream -> stream.fail(reason));
    }

    /** A copy: a stream that fails removes itself. */
    private List<ClientStream> all() {
        return List.copyOf(byNumber.values());
    }
}
