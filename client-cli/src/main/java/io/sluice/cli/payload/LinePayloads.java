package io.sluice.cli.payload;

import io.sluice.cli.check.PayloadDigest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as they are: bytes up to a line feed, in no particular character set. */
public final class LinePayloads implements PayloadSource {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream stream;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long lines;

    /**
     * Reads lines.
     *
     * @param stream closed with this source
     */
    public LinePayloads(InputStream stream) {
        this.stream = new BufferedInputStream(stream, BUFFER_BYTES);
    }

    @Override
    public byte @Nullable [] next() throws IOException {
        line.reset();
        int read = stream.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            line.write(read);
            if (line.size() > MAX_PAYLOAD_BYTES) {
                throw new IOException("line " + (lines + 1) + " is longer than " + MAX_PAYLOAD_BYTES + " bytes");
            }
            read = stream.read();
        }
        lines++;
        return line.toByteArray();
    }

    @Override
    public long total() {
        return -1;
    }

    @Override
    public PayloadDigest.Framing framing() {
        return PayloadDigest.Framing.LINES;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
