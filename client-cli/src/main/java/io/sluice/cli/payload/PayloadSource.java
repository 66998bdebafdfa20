package io.sluice.cli.payload;

import io.sluice.cli.check.PayloadDigest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Payloads one after the other. Not thread-safe. */
public sealed interface PayloadSource extends AutoCloseable permits NumberPayloads, LinePayloads, ChunkPayloads {

    /** Longest payload that is read: what a Kafka broker takes by default, less room for headers. */
    int MAX_PAYLOAD_BYTES = 1_000_000;

    /**
     * Takes the next payload.
     *
     * @return owned by the caller, or null at the end
     * @throws IOException if it cannot be read or is longer than {@link #MAX_PAYLOAD_BYTES}
     */
    byte @Nullable [] next() throws IOException;

    /**
     * How many payloads there are.
     *
     * @return the number, or -1 if nobody knows before the end
     */
    long total();

    /**
     * How the payloads make up a file, for their SHA-256.
     *
     * @return as lines or as chunks
     */
    PayloadDigest.Framing framing();

    @Override
    void close() throws IOException;
}
