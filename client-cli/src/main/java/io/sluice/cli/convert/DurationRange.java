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
     * @param text {@code 10ms..100ms}, {@code 0..100ms}, or {@code 50ms} for always the same
     * @return the range
     * @throws IllegalArgumentException with a message that shows how to write it right
     */
    public static DurationRange parse(String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            Duration fixed = Quantities.duration(text);
            return new DurationRange(fixed, fixed);
        }
        return new DurationRange(
                Quantities.duration(text.substring(0, dots)), Quantities.duration(text.substring(dots + 2)));
    }
}
