package io.sluice.cli.demo;

import java.time.Duration;

/** The longest time between two deliveries. Times are nanoseconds of one monotonic clock. Not thread-safe. */
final class Silence {
    private boolean begun;
    private long lastNanos;
    private long longestNanos;

    /** Something was delivered. */
    void delivered(long nowNanos) {
        if (begun) {
            longestNanos = Math.max(longestNanos, nowNanos - lastNanos);
        }
        begun = true;
        lastNanos = nowNanos;
    }

    /** The time since the last delivery; zero before the first. */
    Duration since(long nowNanos) {
        return Duration.ofNanos(begun ? nowNanos - lastNanos : 0);
    }

    /** Zero until two deliveries were made. */
    Duration longest() {
        return Duration.ofNanos(longestNanos);
    }
}
