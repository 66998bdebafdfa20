package io.sluice.cli.payload;

import io.sluice.cli.check.PayloadDigest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rising numbers, each as decimal text. */
public final class NumberPayloads implements PayloadSource {
    private final long count;
    private long next;
    private long left;

    /**
     * Makes a run of numbers.
     *
     * @param first the lowest number
     * @param count how many, 0 or more
     */
    public NumberPayloads(long first, long count) {
        this.count = count;
        this.next = first;
        this.left = count;
    }

    @Override
    public byte @Nullable [] next() {
        if (left == 0) {
            return null;
        }
        left--;
        byte[] payload = Long.toString(next).getBytes(StandardCharsets.ISO_8859_1);
        next++;
        return payload;
    }

    @Override
    public long total() {
        return count;
    }

    @Override
    public PayloadDigest.Framing framing() {
        return PayloadDigest.Framing.LINES;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
