package io.sluice.benchmarks.contestant;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Messages of one size that carry a number and, behind it, bytes that are known to both ends. */
final class NumberedMessages {
    private final ByteBuffer rest;

    NumberedMessages(int size) {
        if (size < Long.BYTES) {
            throw new IllegalArgumentException("a message needs 8 bytes for its number: " + size);
        }
        byte[] bytes = new byte[size - Long.BYTES];
        new SplittableRandom(size).nextBytes(bytes);
        rest = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    void write(ByteBuffer target, long number) {
        target.putLong(number);
        int at = target.position();
        target.put(at, rest, 0, rest.limit());
        target.position(at + rest.limit());
    }

    /** Reads the number of a message that must be whole. */
    long read(ByteBuffer message) {
        if (message.remaining() != Long.BYTES + rest.limit()) {
            throw new IllegalStateException(
                    "a message of " + message.remaining() + " bytes instead of " + (Long.BYTES + rest.limit()));
        }
        long number = message.getLong();
        if (message.mismatch(rest) >= 0) {
            throw new IllegalStateException("message " + number + " arrived with other bytes than it was sent with");
        }
        return number;
    }
}
