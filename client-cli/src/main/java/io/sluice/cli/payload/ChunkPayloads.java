package io.sluice.cli.payload;

import io.sluice.cli.check.PayloadDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file in chunks of the same size; the last may be shorter. */
public final class ChunkPayloads implements PayloadSource {
    private final InputStream stream;
    private final int chunkBytes;
    private final long total;

    /**
     * Opens a file.
     *
     * @param file to read
     * @param chunkBytes size of a chunk, 1 to {@link #MAX_PAYLOAD_BYTES}
     * @throws IOException if it cannot be opened
     */
    public ChunkPayloads(Path file, int chunkBytes) throws IOException {
        if (chunkBytes < 1 || chunkBytes > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "a chunk must have from 1 to " + MAX_PAYLOAD_BYTES + " bytes, not " + chunkBytes);
        }
        this.chunkBytes = chunkBytes;
        this.total = Math.ceilDiv(Files.size(file), chunkBytes);
        this.stream = Files.newInputStream(file);
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        byte[] chunk = stream.readNBytes(chunkBytes);
        return chunk.length == 0 ? null : chunk;
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public PayloadDigest.Framing framing() {
        return PayloadDigest.Framing.CHUNKS;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
