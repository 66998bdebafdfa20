package io.sluice.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CatchUpPaceTest {
    private static final long TARGET = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LEAST = 1 << 20;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final CatchUpPace pace = new CatchUpPace(TARGET, LEAST);
    private long now = 1234;

    /** Spends all there is for so long; returns what was spent. */
    private long spendFor(long nanos, long tailDelay) {
        long spent = 0;
        for (long end = now + nanos; now < end;) {
            pace.onTailDelay(tailDelay);
            long budget = pace.budget(now);
            if (budget > 0) {
                pace.spend(budget);
                spent += budget;
            }
            now += Math.max(pace.delay(), TimeUnit.MILLISECONDS.toNanos(1));
        }
        return spent;
    }

    @Test
    void itRisesWhileNewRecordsDoNotWait() {
        spendFor(SECOND, 0);
        long first = pace.rate();
        spendFor(5 * SECOND, TARGET);

        assertThat(pace.rate()).isGreaterThan(5 * first);
    }

    @Test
    void itFallsWhileNewRecordsWaitButNeverBelowTheLeast() {
        spendFor(SECOND, 2 * TARGET);
        long spent = spendFor(10 * SECOND, 2 * TARGET);

        assertThat(pace.rate()).isEqualTo(LEAST);
        assertThat(spent).isBetween(9 * LEAST, 11 * LEAST);
    }

    @Test
    void whatIsNotUsedDoesNotRaiseTheRate() {
        long before = pace.rate();
        for (int i = 0; i < 100; i++) {
            pace.budget(now);
            now += CatchUpPace.INTERVAL;
        }

        assertThat(pace.rate()).isEqualTo(before);
    }

    @Test
    void aDebtIsPaidBeforeAnythingMoreGoesOut() {
        long budget = pace.budget(now);
        long debt = pace.rate();
        pace.spend(budget + debt);

        assertThat(pace.budget(now)).isNegative();
        assertThat(pace.delay()).isBetween(SECOND - SECOND / 100, SECOND + SECOND / 100);
        now += SECOND + 1000;
        assertThat(pace.budget(now)).isNotNegative();
    }
}
