package io.sluice.crsp.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a client comes back: at once the first time, then after exponentially growing pauses, each drawn between half
 * of it and the whole so that many clients do not come as one.
 *
 * @param firstPause before the second attempt. Default 100 ms
 * @param longestPause where growth ends. Default 2 s
 * @param maxAttempts attempts without success until it gives up; 0 for never. Default 0
 */
public record ReconnectPolicy(Duration firstPause, Duration longestPause, int maxAttempts) {
    public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(Duration.ofMillis(100), Duration.ofSeconds(2), 0);

    public ReconnectPolicy {
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0 || maxAttempts < 0) {
            throw new IllegalArgumentException("pauses must be 0 <= first <= longest, attempts not negative");
        }
    }

    /** The same with a limit on attempts. */
    public ReconnectPolicy withMaxAttempts(int attempts) {
        return new ReconnectPolicy(firstPause, longestPause, attempts);
    }

    /**
     * The pause before the next attempt, in nanoseconds.
     *
     * @param failures attempts that failed since the last success
     */
    long pause(int failures, RandomGenerator random) {
        if (failures <= 0) {
            return 0;
        }
        long full = firstPause.toNanos() << Math.min(failures - 1, 20);
        long pause = Math.min(full, longestPause.toNanos());
        return pause / 2 + (long) (random.nextDouble() * (pause - pause / 2));
    }
}
