package io.sluice.crsp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long MILLI = 1_000_000L;

    private final RttEstimator rtt = new RttEstimator(100 * MILLI);

    @Test
    void beginsWithTheAssumedRoundTrip() {
        assertThat(rtt.hasSample()).isFalse();
        assertThat(rtt.smoothed()).isEqualTo(100 * MILLI);
        assertThat(rtt.latest()).isEqualTo(100 * MILLI);
        assertThat(rtt.probeTimeout(0)).isEqualTo(300 * MILLI);
    }

    @Test
    void theFirstSampleReplacesTheAssumption() {
        rtt.onSample(40 * MILLI, 10 * MILLI);
        assertThat(rtt.smoothed()).isEqualTo(40 * MILLI);
        assertThat(rtt.variance()).isEqualTo(20 * MILLI);
        assertThat(rtt.minimum()).isEqualTo(40 * MILLI);
        assertThat(rtt.probeTimeout(10 * MILLI)).isEqualTo(130 * MILLI);
    }

    @Test
    void laterSamplesAreSmoothedWithoutThePeersDelay() {
        rtt.onSample(40 * MILLI, 0);
        rtt.onSample(66 * MILLI, 10 * MILLI);
        assertThat(rtt.latest()).isEqualTo(66 * MILLI);
        assertThat(rtt.smoothed()).isEqualTo(42 * MILLI);
        assertThat(rtt.variance()).isEqualTo(19 * MILLI);
    }

    @Test
    void aDelayThatWouldGoBelowTheMinimumIsNotBelieved() {
        rtt.onSample(40 * MILLI, 0);
        rtt.onSample(48 * MILLI, 10 * MILLI);
        assertThat(rtt.smoothed()).isEqualTo(41 * MILLI);
        assertThat(rtt.minimum()).isEqualTo(40 * MILLI);
    }

    @Test
    void theProbeTimeoutNeverFallsBelowTheGranularity() {
        for (int i = 0; i < 200; i++) {
            rtt.onSample(1000, 0);
        }
        assertThat(rtt.probeTimeout(0)).isGreaterThanOrEqualTo(RttEstimator.GRANULARITY);
    }

    @Test
    void aSampleAcrossAMachinesSleepIsNone() {
        rtt.onSample(20 * MILLI, 0);
        rtt.onSample(RttEstimator.MAX_SAMPLE + 1, 0);
        assertThat(rtt.smoothed()).isEqualTo(20 * MILLI);
        assertThat(rtt.latest()).isEqualTo(20 * MILLI);
    }
}
