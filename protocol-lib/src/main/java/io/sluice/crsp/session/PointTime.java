package io.sluice.crsp.session;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Times of data points: whole nanoseconds, of 64 bits with a sign, from whatever zero a series has. As text they are
 * seconds in decimal notation, so that 0.004 is 0.004 and nothing beside it. Seconds since 1970 fit until 2262.
 */
public final class PointTime {
    /** Digits after the point of a second. */
    public static final int DIGITS = 9;

    private static final int MAX_LENGTH = 40;

    private PointTime() {}

    /**
     * The nanoseconds of a time in seconds.
     *
     * @param seconds such as {@code 0.004}, {@code -1} or {@code 4e-3}
     * @throws IllegalArgumentException if this is no number, is finer than a nanosecond, or too far from zero; its message
     *     says which, for people
     */
    public static long parse(String seconds) {
        String text = seconds.strip();
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    text.isEmpty() ? "the time is missing" : "a time has at most " + MAX_LENGTH + " characters");
        }
        BigDecimal exact;
        try {
            exact = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time in seconds, such as 0.004", e);
        }
        // Before anything is computed with it: the exponent may have ten digits.
        if (exact.signum() != 0 && exact.precision() - (long) exact.scale() > 19 - DIGITS) {
            throw outOfRange(text, null);
        }
        BigDecimal nanos = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
        if (nanos.scale() > DIGITS) {
            throw new IllegalArgumentException(text + " s is finer than a nanosecond");
        }
        try {
            return nanos.movePointRight(DIGITS).longValueExact();
        } catch (ArithmeticException e) {
            throw outOfRange(text, e);
        }
    }

    private static IllegalArgumentException outOfRange(String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                text + " s is out of range: times are from " + text(Long.MIN_VALUE) + " to " + text(Long.MAX_VALUE)
                        + " s",
                cause);
    }

    /** A time as seconds, in as many digits as it needs; {@link #parse} gives it back. */
    public static String text(long nanos) {
        return nanos == 0 ? "0" : BigDecimal.valueOf(nanos, DIGITS).stripTrailingZeros().toPlainString();
    }
}
