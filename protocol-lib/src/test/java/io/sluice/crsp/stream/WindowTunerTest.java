package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTunerTest {
    private static final long ROUND_TRIP = 100_000_000L;

    private final WindowTuner tuner = new WindowTuner(1000, 3000);

    @Test
    void aReaderThatTakesHalfAWindowWithinTwoRoundTripsDoublesIt() {
        assertThat(tuner.onCredit(0, 500, ROUND_TRIP, false)).isFalse();
        assertThat(tuner.onCredit(2 * ROUND_TRIP - 1, 1000, ROUND_TRIP, false)).isTrue();
        assertThat(tuner.window()).isEqualTo(2000);
    }

    @Test
    void aSlowerReaderKeepsItsWindow() {
        tuner.onCredit(0, 500, ROUND_TRIP, false);
        for (int i = 1; i < 100; i++) {
            assertThat(tuner.onCredit(i * 2L * ROUND_TRIP, 500 + 500L * i, ROUND_TRIP, false)).isFalse();
        }
        assertThat(tuner.window()).isEqualTo(1000);
    }

    @Test
    void aReaderThatWaitsForWhatIsBehindAHoleGetsALargerWindow() {
        tuner.onCredit(0, 500, ROUND_TRIP, false);
        assertThat(tuner.onCredit(100 * ROUND_TRIP, 1000, ROUND_TRIP, true)).isTrue();
        assertThat(tuner.window()).isEqualTo(2000);
    }

    @Test
    void theFirstCreditShowsNoPace() {
        assertThat(tuner.onCredit(0, 1000, ROUND_TRIP, false)).isFalse();
    }

    @Test
    void creditThatGoesOutAgainCountsNothingTwice() {
        tuner.onCredit(0, 500, ROUND_TRIP, false);
        for (int i = 0; i < 100; i++) {
            assertThat(tuner.onCredit(i, 600, ROUND_TRIP, false)).isFalse();
        }
    }

    @Test
    void theWindowEndsAtItsMaximum() {
        long consumed = 500;
        tuner.onCredit(0, consumed, ROUND_TRIP, false);
        for (int i = 1; i < 100; i++) {
            consumed += tuner.window();
            tuner.onCredit(i, consumed, ROUND_TRIP, false);
            assertThat(tuner.window()).isLessThanOrEqualTo(3000);
        }
        assertThat(tuner.window()).isEqualTo(3000);
        tuner.atLeast(1L << 40);
        assertThat(tuner.window()).isEqualTo(3000);
    }

    @Test
    void aPauseBetweenTwoBurstsIsNoSlowness() {
        tuner.onCredit(0, 500, ROUND_TRIP, false);
        tuner.onCredit(1000 * ROUND_TRIP, 1000, ROUND_TRIP, false);
        assertThat(tuner.window()).isEqualTo(1000);
        tuner.onCredit(1000 * ROUND_TRIP + 1, 1500, ROUND_TRIP, false);
        assertThat(tuner.window()).isEqualTo(2000);
    }
}
