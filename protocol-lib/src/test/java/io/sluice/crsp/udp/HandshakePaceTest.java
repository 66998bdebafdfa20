package io.sluice.crsp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakePaceTest {
    private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);

    private final HandshakePace pace = new HandshakePace(20_000);

    @Test
    void theFirstIsTakenAtOnceWhateverTheClockSays() {
        assertThat(pace.permits(Long.MIN_VALUE)).isTrue();
        assertThat(pace.delay(Long.MAX_VALUE)).isZero();
    }

    @Test
    void theNextWaitUntilTheTimeOfThoseBeforeIsOver() {
        pace.onTaken(0, 16);

        assertThat(pace.permits(799 * MICRO)).isFalse();
        assertThat(pace.delay(700 * MICRO)).isEqualTo(100 * MICRO);
        assertThat(pace.permits(800 * MICRO)).isTrue();
    }

    @Test
    void aQuietSecondGivesNoRightToABurst() {
        pace.onTaken(0, 1);
        long later = TimeUnit.SECONDS.toNanos(1);
        pace.onTaken(later, 16);

        assertThat(pace.permits(later + 799 * MICRO)).isFalse();
    }

    @Test
    void itWorksAcrossTheOverflowOfTheClock() {
        long now = Long.MAX_VALUE - 10;
        pace.onTaken(now, 1);

        assertThat(pace.permits(now + 1)).isFalse();
        assertThat(pace.permits(now + 50 * MICRO)).isTrue();
    }
}
