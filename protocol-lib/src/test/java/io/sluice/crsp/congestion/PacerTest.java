package io.sluice.crsp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SIZE = 1000;

    private final Pacer pacer = new Pacer(10L * SIZE);

    @Test
    void aBurstLeavesAtOnceAndTheRestAtTheRate() {
        long rate = 100_000;
        for (int i = 0; i < 10; i++) {
            assertThat(pacer.earliest(0, SIZE, rate)).isZero();
            pacer.onSent(SIZE);
        }
        assertThat(pacer.earliest(0, SIZE, rate)).isEqualTo(SECOND / 100);
    }

    @Test
    void overAnyTimeTheRateIsKept() {
        long rate = 1_000_000;
        long now = 0;
        long sent = 0;
        while (now < 10 * SECOND) {
            long at = pacer.earliest(now, SIZE, rate);
            if (at > now) {
                now = at;
            } else {
                pacer.onSent(SIZE);
                sent += SIZE;
            }
        }
        assertThat(sent).isBetween(10_000_000L, 10_000_000L + 12L * SIZE);
    }

    @Test
    void aPauseGathersOneBurstAndNoMore() {
        long rate = 100_000;
        pacer.earliest(0, SIZE, rate);
        pacer.onSent(10 * SIZE);
        long later = 1000 * SECOND;
        int burst = 0;
        while (pacer.earliest(later, SIZE, rate) == later && burst < 1000) {
            pacer.onSent(SIZE);
            burst++;
        }
        assertThat(burst).isEqualTo(10);
    }

    @Test
    void withoutARateNothingWaits() {
        pacer.onSent(1_000_000);
        assertThat(pacer.earliest(5, SIZE, Long.MAX_VALUE)).isEqualTo(5);
    }
}
