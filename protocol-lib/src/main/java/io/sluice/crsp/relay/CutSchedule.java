package io.sluice.crsp.relay;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * When a relay cuts its links by itself, counted from the relay's start. All durations are precise
 * to the nanosecond and stay below about 290 years.
 *
 * @param start time from the relay's start to the first cut, zero or more
 * @param duration how long a cut lasts, more than zero
 * @param every time from the start of one cut to the start of the next, longer than {@code
 *     duration}; zero for a single cut
 */
public record CutSchedule(Duration start, Duration duration, Duration every) {

    /** Checks the values. */
    public CutSchedule {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(every, "every");
        check(!start.isNegative(), "start of a cut must be zero or more, not " + start);
        check(duration.isPositive(), "duration of a cut must be more than zero, not " + duration);
        check(
                every.isZero() || every.compareTo(duration) > 0,
                "a cut of " + duration + " must repeat after a longer time, not after " + every);
    }

    /**
     * A single cut.
     *
     * @param start time from the relay's start to the cut
     * @param duration how long the cut lasts
     * @return the schedule
     */
    public static CutSchedule once(Duration start, Duration duration) {
        return new CutSchedule(start, duration, Duration.ZERO);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Whether this schedule cuts at a given time.
     *
     * @param elapsedNanos nanoseconds since the relay's start
     * @return true during a cut
     */
    public boolean isCutAt(long elapsedNanos) {
        long since = elapsedNanos - start.toNanos();
        if (since < 0) {
            return false;
        }
        long phase = every.isZero() ? since : since % every.toNanos();
        return phase < duration.toNanos();
    }

    /**
     * When {@link #isCutAt} changes next.
     *
     * @param elapsedNanos nanoseconds since the relay's start
     * @return nanoseconds since the relay's start, later than {@code elapsedNanos}, or empty if it
     *     never changes again
     */
    public OptionalLong nextChangeAfter(long elapsedNanos) {
        long first = start.toNanos();
        long since = elapsedNanos - first;
        if (since < 0) {
            return OptionalLong.of(first);
        }
        if (every.isZero()) {
            return since < duration.toNanos() ? OptionalLong.of(first + duration.toNanos()) : OptionalLong.empty();
        }
        long cycleStart = elapsedNanos - since % every.toNanos();
        long end = cycleStart + duration.toNanos();
        return OptionalLong.of(elapsedNanos < end ? end : cycleStart + every.toNanos());
    }
}
