package io.sluice.crsp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CubicTest {
    private static final int SIZE = 1200;
    private static final long MILLI = 1_000_000L;
    private static final long RTT = 100 * MILLI;

    private final Cubic cubic = new Cubic(SIZE);
    private long now;

    /** One round trip in which the whole window is sent and acknowledged. */
    private void roundTrip() {
        long window = cubic.window();
        long sent = now;
        now += RTT;
        for (long bytes = 0; bytes < window; bytes += SIZE) {
            cubic.onPacketAcked(now, sent, SIZE, RTT, true);
        }
    }

    private void lose() {
        cubic.onPacketsLost(now, now, SIZE, false);
        now += MILLI;
    }

    @Test
    void slowStartDoublesEachRoundTrip() {
        assertThat(cubic.window()).isEqualTo(10L * SIZE);
        roundTrip();
        assertThat(cubic.window()).isEqualTo(20L * SIZE);
        roundTrip();
        assertThat(cubic.window()).isEqualTo(40L * SIZE);
    }

    @Test
    void aLossTakesThreeTenthsOnceARoundTrip() {
        roundTrip();
        long sentBefore = now;
        now += MILLI;
        cubic.onPacketsLost(now, sentBefore, SIZE, false);
        assertThat(cubic.window()).isEqualTo(14L * SIZE);
        cubic.onPacketsLost(now + MILLI, sentBefore, SIZE, false);
        assertThat(cubic.window()).isEqualTo(14L * SIZE);
        cubic.onPacketsLost(now + 2 * MILLI, now + MILLI, SIZE, false);
        assertThat(cubic.window()).isLessThan(14L * SIZE);
    }

    @Test
    void theWindowComesBackToWhereItWasAndGoesOnSlowlyThere() {
        for (int i = 0; i < 4; i++) {
            roundTrip();
        }
        long before = cubic.window();
        lose();
        int trips = 0;
        while (cubic.window() < before && trips < 1000) {
            roundTrip();
            trips++;
        }
        // K = cbrt(160 * 0.3 / 0.4) = 4.9 s: about fifty round trips of 100 ms.
        assertThat(trips).isBetween(20, 60);
        long reached = cubic.window();
        roundTrip();
        assertThat(cubic.window() - reached).isLessThan(3L * SIZE);
    }

    @Test
    void theWindowNeverFallsBelowFourDatagrams() {
        for (int i = 0; i < 50; i++) {
            lose();
        }
        assertThat(cubic.window()).isEqualTo(4L * SIZE);
    }

    @Test
    void persistentCongestionCollapsesToTheMinimum() {
        roundTrip();
        cubic.onPacketsLost(now, now, SIZE, true);
        assertThat(cubic.window()).isEqualTo(4L * SIZE);
    }

    @Test
    void anApplicationWithLittleToSendDoesNotGrowTheWindow() {
        cubic.onPacketAcked(RTT, 0, SIZE, RTT, false);
        assertThat(cubic.window()).isEqualTo(10L * SIZE);
    }

    @Test
    void aLossThatWasNoneIsUndone() {
        roundTrip();
        lose();
        cubic.onSpuriousLoss();
        assertThat(cubic.window()).isEqualTo(20L * SIZE);
        roundTrip();
        assertThat(cubic.window()).isEqualTo(40L * SIZE);
    }

    @Test
    void packetsOfBeforeTheLossDoNotGrowTheWindow() {
        long sentBefore = now;
        now += MILLI;
        cubic.onPacketsLost(now, sentBefore, SIZE, false);
        long reduced = cubic.window();
        cubic.onPacketAcked(now + MILLI, sentBefore, SIZE, RTT, true);
        assertThat(cubic.window()).isEqualTo(reduced);
    }

    @Test
    void pacesAtTwiceTheWindowInSlowStartAndAQuarterMoreAfterwards() {
        assertThat(cubic.pacingRate(RTT)).isEqualTo(2 * 10L * SIZE * 10);
        lose();
        assertThat(cubic.pacingRate(RTT)).isEqualTo((long) (1.25 * 7 * SIZE * 10));
    }
}
