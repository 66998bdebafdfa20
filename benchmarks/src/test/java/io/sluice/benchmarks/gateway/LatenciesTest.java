package io.sluice.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void sharesAreKeptToOnePercent() {
        for (int millis = 1; millis <= 1000; millis++) {
            latencies.add(millis * 1_000_000L);
        }
        assertThat(latencies.count()).isEqualTo(1000);
        assertThat(latencies.millis(0.5)).isCloseTo(500, within(5.0));
        assertThat(latencies.millis(0.99)).isCloseTo(990, within(10.0));
        assertThat(latencies.millis(1)).isCloseTo(1000, within(10.0));
    }

    @Test
    void nothingIsTooShortOrTooLong() {
        latencies.add(-1);
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.millis(0.5)).isCloseTo(0.001, within(0.0001));
        assertThat(latencies.millis(1)).isGreaterThan(60_000);
    }

    @Test
    void withoutAnythingTimedThereIsNoFigure() {
        assertThatThrownBy(() -> latencies.millis(0.5)).hasMessageContaining("nothing was timed");
    }
}
