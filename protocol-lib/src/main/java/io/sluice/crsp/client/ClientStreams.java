package io.sluice.crsp.client;

import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The streams of a session, in the order of their beginning: they outlive connections. On the loop's thread. */
final class ClientStreams {
    private final Map<Long, ClientStream> byNumber = new LinkedHashMap<>();

    void add(ClientStream stream) {
        byNumber.put(stream.number(), stream);
    }

    void remove(ClientStream stream) {
        byNumber.remove(stream.number());
    }

    /** Begins every stream again on a connection whose session is open. */
    void attach(EndpointConnection connection) {
        all().forEach(stream -> attach(connection, stream));
    }

    /** Begins one stream on it. */
    static void attach(EndpointConnection connection, ClientStream stream) {
        Stream transport = connection.connection().openStream();
        if (transport == null) {
            stream.fail(new SluiceException(ErrorCode.STREAM_LIMIT_ERROR, ErrorCode.STREAM_LIMIT_ERROR.advice()));
            return;
        }
        stream.attach(transport);
    }

    /** The connection that carried them is gone, or left. */
    void detach() {
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
