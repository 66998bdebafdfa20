package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DurationCountsTest {
    private final DurationCounts counts = new DurationCounts();

    @Test
    void eachDurationCountsWithinEveryBoundThatItKeeps() {
        counts.add(TimeUnit.MILLISECONDS.toNanos(2));
        counts.add(TimeUnit.MILLISECONDS.toNanos(3));
        counts.add(0);

        assertThat(DurationCounts.boundSeconds(2)).isEqualTo(0.002);
        assertThat(counts.within()).startsWith(1, 1, 2, 3).endsWith(3);
    }

    @Test
    void whatIsLongerThanAllBoundsIsOnlyInTheTotal() {
        counts.add(TimeUnit.HOURS.toNanos(1));

        assertThat(counts.within()).hasSize(DurationCounts.bounds() + 1);
        assertThat(counts.within()[DurationCounts.bounds() - 1]).isZero();
        assertThat(counts.within()[DurationCounts.bounds()]).isOne();
    }
}
