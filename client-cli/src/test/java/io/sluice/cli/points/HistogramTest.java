package io.sluice.cli.points;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Point;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Distributions, and how series are divided among workers. */
class HistogramTest {
    private static Histogram of(double min, double max, int bins, double... values) {
        Histogram histogram = new Histogram(min, max, bins);
        histogram.add(DoubleStream.of(values).mapToObj(value -> new Point(0, value)).toList());
        return histogram;
    }

    @Test
    void everyValueIsCountedOnce() {
        Histogram histogram = of(-2, 2, 10, -2.1, -2, -1.61, -1.6, 0, 1.99, 2, 2.1, 100);
        assertThat(histogram.counts()).containsExactly(2, 1, 0, 0, 0, 1, 0, 0, 0, 2);
        assertThat(histogram.below()).isEqualTo(1);
        assertThat(histogram.above()).isEqualTo(2);
        assertThat(histogram.total()).isEqualTo(9);
    }

    @Test
    void totalsAreExactWhateverComes() {
        SplittableRandom random = new SplittableRandom(3);
        Histogram histogram = new Histogram(-1, 1, 7);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            histogram.add(List.of(new Point(i, Double.isFinite(value) ? value : random.nextDouble(-2, 2))));
        }
        assertThat(histogram.total()).isEqualTo(100_000);
    }

    @Test
    void theWidestAndTheNarrowestBinsWork() {
        assertThat(of(-Double.MAX_VALUE, Double.MAX_VALUE, 2, -Double.MAX_VALUE, -1, 0, Double.MAX_VALUE).counts())
                .containsExactly(2, 2);
        assertThat(of(5, 5, 3, 5, 5, 4).counts()).containsExactly(2, 0, 0);
        assertThat(of(0, Double.MIN_VALUE, 2, 0, Double.MIN_VALUE).total()).isEqualTo(2);
    }

    @Test
    void edgesReachFromEndToEnd() {
        Histogram histogram = new Histogram(-2, 2, 10);
        assertThat(histogram.edge(0)).isEqualTo(-2);
        assertThat(histogram.edge(5)).isZero();
        assertThat(histogram.edge(10)).isEqualTo(2);
    }

    @Test
    void oneValueIsSeenBesideMany() {
        Histogram histogram = of(0, 2, 2, 0);
        for (int i = 0; i < 1000; i++) {
            histogram.add(List.of(new Point(i, 2)));
        }
        assertThat(histogram.spark(30)).isEqualTo("▁█");
        assertThat(histogram.chart()).contains("1,000", "█".repeat(40)).doesNotContain("below");
        assertThat(of(0, 1, 2).spark(30)).isEqualTo("  ");
        assertThat(of(0, 4, 4, 0, 1, 3).spark(2)).isEqualTo("█▄");
    }

    @Test
    void slicesHaveNoGapsAndNothingTwice() {
        for (long[] range : new long[][]{{0, 0}, {0, 1}, {-5, 5}, {0, 59_996_000_000L}, {7, 1007},
            {Long.MIN_VALUE, Long.MAX_VALUE}, {Long.MIN_VALUE, -2}, {0, Long.MAX_VALUE}}) {
            for (int parts : new int[]{1, 2, 7, 400}) {
                List<Slice> slices = Slice.of("a", range[0], range[1], parts);
                assertThat(slices).hasSizeBetween(1, parts);
                assertThat(slices.getFirst().from()).isEqualTo(range[0]);
                assertThat(slices.getLast().to()).isEqualTo(range[1]);
                for (int i = 1; i < slices.size(); i++) {
                    assertThat(slices.get(i).from()).isEqualTo(slices.get(i - 1).to() + 1);
                }
                assertThat(slices).allMatch(slice -> slice.from() <= slice.to());
            }
        }
    }
}
