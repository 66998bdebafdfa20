package io.sluice.cli.convert;

import java.time.Duration;

/**
 * A shortest and a longest duration.
 *
 * @param min the shortest
 * @param max the longest, not shorter than {@code min}
 */
public record DurationRange(Duration min, Duration max) {

    /** Checks the order. */
    public DurationRange {
        if (min.compareTo(max) > 0) {
            throw new IllegalArgumentException("the shortest duration must come first, as in 0..100ms");
        }
    }

    /**
     * Reads a range.
     *
     * @param text {@code 10ms..1s}, {@code 10..100ms} with one unit for both, {@code 0..100ms}, or {@code 50ms} for always the same
     * @return the range
     * @throws IllegalArgumentException with a message that shows how to write it right
     */
    public static DurationRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            Duration fixed = Quantities.duration(text);
            return new DurationRange(fixed, fixed);
        }
        String from = text.substring(0, dots);
        String to = text.substring(dots + 2);
        return new DurationRange(Quantities.duration(hasUnit(from) ? from : from + unitOf(to)),
                Quantities.duration(to));
    }

    private static boolean hasUnit(String text) {
        return !text.isEmpty() && !Character.isDigit(text.charAt(text.length() - 1));
    }

    /** What follows the last digit. */
    private static String unitOf(String text) {
        int end = text.length();
        while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(end);
    }
}
