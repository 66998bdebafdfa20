package io.sluice.crsp.fuzz;

import io.sluice.crsp.connection.ConnectionFuzz;
import io.sluice.crsp.stream.StreamFuzz;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Everything that reads bytes of a peer. A target takes any bytes and throws nothing: what a peer does wrong ends inside
 * it as the declared {@link io.sluice.crsp.wire.TransportException}.
 */
enum FuzzTarget {
    INTEGERS(WireFuzz::integers),
    HEADERS(WireFuzz::headers),
    FRAMES(WireFuzz::frames),
    ACKNOWLEDGEMENTS(WireFuzz::acknowledgements),
    HELLOS(ConnectionFuzz::hellos),
    RESUMPTIONS(WireFuzz::resumptions),
    MESSAGES(StreamFuzz::messages),
    SESSION_MESSAGES(WireFuzz::sessionMessages),
    MESSAGE_DATAGRAMS(WireFuzz::messageDatagrams),
    CONNECTION(ConnectionFuzz::connection),
    HANDSHAKE(ConnectionFuzz::handshake),
    ENDPOINT(WireFuzz::endpoint);

    private final Consumer<byte[]> code;

    FuzzTarget(Consumer<byte[]> code) {
        this.code = code;
    }

    void run(byte[] input) {
        code.accept(input);
    }

    /** The folder of its corpus, and its name on the command line. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
