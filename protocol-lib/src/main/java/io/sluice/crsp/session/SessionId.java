package io.sluice.crsp.session;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The 128-bit name of a session. Random, so it cannot be guessed; whoever knows it can resume the session
 * in plain mode. Ordered as its text form.
 */
public record SessionId(long high, long low) implements Comparable<SessionId> {
    /** Draws a new id; hand in a secure generator in production. */
    public static SessionId random(RandomGenerator random) {
        return new SessionId(random.nextLong(), random.nextLong());
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is not 32 hexadecimal digits
     */
    public static SessionId parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a session id has 32 hexadecimal digits: " + text);
        }
        return new SessionId(
                HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    @Override
    public int compareTo(SessionId other) {
        int highest = Long.compareUnsigned(high, other.high);
        return highest != 0 ? highest : Long.compareUnsigned(low, other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }
}
