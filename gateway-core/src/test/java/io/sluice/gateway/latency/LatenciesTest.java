package io.sluice.gateway.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final double AN_EIGHTH = 12.5;
    private static final double ROUNDING = 1e-6;

    private final Latencies latencies = new Latencies();

    private void addMicros(long micros, long times) {
        latencies.add(TimeUnit.MICROSECONDS.toNanos(micros), times);
    }

    @Test
    void percentilesAreAnEighthTooLongAtMost() {
        for (long micros : new long[]{1, 7, 8, 9, 100, 999, 12_345, 1_000_000, 3_600_000_000L}) {
            Latencies one = new Latencies();
            one.add(TimeUnit.MICROSECONDS.toNanos(micros), 1);
            double found = one.counts().percentileMillis(0.5) * 1000 + ROUNDING;
            assertThat(found).isGreaterThanOrEqualTo((double) micros)
                    .isCloseTo((double) micros, Percentage.withPercentage(AN_EIGHTH));
        }
    }

    @Test
    void aShareOfAllIsNotExceeded() {
        addMicros(1000, 98);
        addMicros(50_000, 2);

        assertThat(latencies.counts().percentileMillis(0.5)).isCloseTo(1, within(0.13));
        assertThat(latencies.counts().percentileMillis(0.98)).isCloseTo(1, within(0.13));
        assertThat(latencies.counts().percentileMillis(0.99)).isCloseTo(50, within(6.5));
    }

    @Test
    void whatDidNotExceedATimeIsCounted() {
        addMicros(900, 3);
        addMicros(2500, 2);

        assertThat(latencies.counts().within(0)).isZero();
        assertThat(latencies.counts().within(1000)).isEqualTo(3);
        assertThat(latencies.counts().within(5000)).isEqualTo(5);
        assertThat(latencies.counts().within(Long.MAX_VALUE)).isEqualTo(5);
    }

    @Test
    void onlyWhatCameSinceCounts() {
        addMicros(1000, 1000);
        LatencyCounts before = latencies.counts();
        addMicros(3000, 1);

        assertThat(latencies.counts().since(before).percentileMillis(0.5)).isCloseTo(3, within(0.4));
        assertThat(before.since(before).percentileMillis(0.5)).isZero();
    }

    @Test
    void timesOutOfTheRangeCountAtItsEnds() {
        latencies.add(-5, 1);
        assertThat(latencies.counts().percentileMillis(1)).isZero();
        latencies.add(Long.MAX_VALUE, 1);
        assertThat(latencies.counts().percentileMillis(1)).isGreaterThan(1e9);
    }
}
