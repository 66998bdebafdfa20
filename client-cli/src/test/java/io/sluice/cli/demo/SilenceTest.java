package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceTest {
    private final Silence silence = new Silence();

    @Test
    void theLongestGapBetweenTwoDeliveriesCounts() {
        silence.delivered(1_000);
        silence.delivered(1_010);
        silence.delivered(8_010);
        silence.delivered(8_020);

        assertThat(silence.longest()).isEqualTo(Duration.ofNanos(7_000));
        assertThat(silence.since(8_500)).isEqualTo(Duration.ofNanos(480));
    }

    @Test
    void theTimeBeforeTheFirstDeliveryIsNoSilence() {
        assertThat(silence.since(5_000)).isZero();
        silence.delivered(5_000);

        assertThat(silence.longest()).isZero();
    }
}
