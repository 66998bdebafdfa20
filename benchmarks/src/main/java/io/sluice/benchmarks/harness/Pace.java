package io.sluice.benchmarks.harness;

import java.time.Duration;

/**
 * How long one run of a trial takes.
 *
 * @param warmUp time before anything counts
 * @param measured time that counts; trials of a fixed amount of work take what they take
 */
public record Pace(Duration warmUp, Duration measured) {
    /** Checks the ranges. */
    public Pace {
        if (warmUp.isNegative() || !measured.isPositive()) {
            throw new IllegalArgumentException("a pace needs time to measure: " + warmUp + ", " + measured);
        }
    }

    /** A pace in milliseconds. */
    public static Pace ofMillis(long warmUp, long measured) {
        return new Pace(Duration.ofMillis(warmUp), Duration.ofMillis(measured));
    }
}
