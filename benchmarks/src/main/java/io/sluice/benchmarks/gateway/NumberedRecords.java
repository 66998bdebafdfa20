package io.sluice.benchmarks.gateway;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values that carry a number, a time and else known bytes, so that it can be told whether they arrive as they left. */
final class NumberedRecords {
    private static final int HEAD = 2 * Long.BYTES;

    private final byte[] pattern;

    /** @param size bytes of a value, at least 16 */
    NumberedRecords(int size) {
        if (size < HEAD) {
            throw new IllegalArgumentException("a value has at least " + HEAD + " bytes, not " + size);
        }
        pattern = new byte[size];
        for (int index = HEAD; index < size; index++) {
            pattern[index] = (byte) (31 * index + 7);
        }
    }

    int size() {
        return pattern.length;
    }

    /** A new value. */
    byte[] value(long number, long nanos) {
        byte[] value = pattern.clone();
        ByteBuffer.wrap(value).putLong(number).putLong(nanos);
        return value;
    }

    /**
     * Its number.
     *
     * @throws IllegalStateException if it is not as it was made
     */
    long number(byte @Nullable [] value) {
        return ByteBuffer.wrap(whole(value)).getLong();
    }

    /** The time that it was made with, likewise. */
    long nanos(byte @Nullable [] value) {
        return ByteBuffer.wrap(whole(value)).getLong(Long.BYTES);
    }

    private byte[] whole(byte @Nullable [] value) {
        if (value == null || value.length != pattern.length
                || !Arrays.equals(value, HEAD, value.length, pattern, HEAD, value.length)) {
            throw new IllegalStateException("a value of " + (value == null ? "no" : value.length)
                    + " bytes is not as it was written");
        }
        return value;
    }
}
