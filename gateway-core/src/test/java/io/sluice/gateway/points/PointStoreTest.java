package io.sluice.gateway.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.session.Point;
import io.sluice.gateway.config.PointsSettings;
import io.sluice.gateway.kafka.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series in memory, and as records. */
class PointStoreTest {
    private final PointStore store = new PointStore(new PointsSettings(100, 3));

    private static PointBatch batch(double... timesAndValues) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < timesAndValues.length; i += 2) {
            points.add(new Point((long) timesAndValues[i], timesAndValues[i + 1]));
        }
        return PointBatch.of(points);
    }

    private void apply(PointsEntry... entries) {
        store.apply(List.of(entries).stream().map(entry -> new LogEntry<>(0, 0, entry)).toList());
    }

    private static PointsEntry stored(String series, double... timesAndValues) {
        return new PointsEntry.Stored(series, batch(timesAndValues));
    }

    private PointSeries series(String name) {
        return Objects.requireNonNull(store.series(name));
    }

    // Series.

    @Test
    void aSeriesIsAsASortedMapWhateverComesInWhateverOrder() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200; round++) {
            PointSeries series = new PointSeries();
            TreeMap<Long, Double> model = new TreeMap<>();
            for (int step = 0; step < 30; step++) {
                List<Point> points = new ArrayList<>();
                for (int i = random.nextInt(1, 20); i > 0; i--) {
                    points.add(new Point(random.nextInt(round % 2 == 0 ? 60 : 100_000), random.nextInt(-5, 5)));
                }
                PointBatch batch = PointBatch.of(points);
                Map<Long, Double> before = Map.copyOf(model);
                points.forEach(point -> model.put(point.time(), point.value()));
                long changed = model.entrySet().stream()
                        .filter(each -> !each.getValue().equals(before.get(each.getKey()))).count();
                assertThat(series.countNew(batch)).isEqualTo(model.size() - before.size());
                assertThat(series.changes(batch).size()).isEqualTo((int) changed);
                series.merge(batch);
                check(series, model);
            }
        }
    }

    private static void check(PointSeries series, SortedMap<Long, Double> model) {
        assertThat(series.size()).isEqualTo(model.size());
        int index = 0;
        for (Map.Entry<Long, Double> each : model.entrySet()) {
            assertThat(series.time(index)).isEqualTo(each.getKey());
            assertThat(series.value(index)).isEqualTo(each.getValue());
            assertThat(series.indexOf(each.getKey())).isEqualTo(index++);
        }
        assertThat(series.first()).isEqualTo(model.firstKey());
        assertThat(series.last()).isEqualTo(model.lastKey());
        assertThat(series.least()).isEqualTo(model.values().stream().min(Double::compare).orElseThrow());
        assertThat(series.greatest()).isEqualTo(model.values().stream().max(Double::compare).orElseThrow());
        assertThat(series.indexFrom(Long.MIN_VALUE)).isZero();
        assertThat(series.indexFrom(model.lastKey())).isEqualTo(series.size() - 1);
        assertThat(series.indexFrom(model.lastKey() + 1)).isEqualTo(series.size());
    }

    @Test
    void aTimeBetweenPointsHasNone() {
        PointSeries series = new PointSeries();
        series.merge(batch(4_000_000, 1, 8_000_000, 2));
        assertThat(series.indexOf(4_000_000)).isZero();
        assertThat(series.indexOf(3_999_999)).isNegative();
        assertThat(series.indexOf(4_000_001)).isNegative();
        assertThat(series.indexFrom(4_000_001)).isEqualTo(1);
    }

    @Test
    void zeroAndMinusZeroAreDifferentValues() {
        PointSeries series = new PointSeries();
        series.merge(batch(1, 0.0));
        assertThat(series.changes(batch(1, -0.0)).size()).isEqualTo(1);
        assertThat(series.changes(batch(1, 0.0)).size()).isZero();
    }

    // The store.

    @Test
    void recordsAreFoldedInTheirOrder() {
        apply(stored("a", 1, 10, 2, 20), stored("b", 1, 5), stored("a", 2, 21, 3, 30));
        assertThat(store.pointCount()).isEqualTo(4);
        assertThat(series("a").value(1)).isEqualTo(21);
        apply(stored("a", 0, 1), new PointsEntry.Removed("a"), stored("a", 7, 70), new PointsEntry.Removed("none"));
        assertThat(series("a").size()).isEqualTo(1);
        assertThat(store.pointCount()).isEqualTo(2);
        apply(new PointsEntry.Removed("a"));
        assertThat(store.series("a")).isNull();
        assertThat(store.seriesCount()).isEqualTo(1);
    }

    @Test
    void namesAreListedByTheirBytes() {
        PointStore many = new PointStore(PointsSettings.DEFAULT);
        for (String name : List.of("10/a", "1/b", "1/a", "1", "ö", "\uD83D\uDE00", "\uFFFD")) {
            many.apply(List.of(new LogEntry<>(0, 0, stored(name, 1, 1))));
        }
        assertThat(many.names("", "", 10))
                .containsExactly("1", "1/a", "1/b", "10/a", "ö", "\uFFFD", "\uD83D\uDE00");
        assertThat(many.names("1/", "", 10)).containsExactly("1/a", "1/b");
        assertThat(many.names("1/", "1/a", 10)).containsExactly("1/b");
        assertThat(many.names("1", "", 2)).containsExactly("1", "1/a");
        assertThat(many.names("1/", "10", 10)).isEmpty();
        assertThat(many.names("2", "", 10)).isEmpty();
    }

    @Test
    void aStoreThatCannotHoldAllSaysSo() {
        double[] many = new double[400];
        for (int i = 0; i < many.length; i += 2) {
            many[i] = i;
        }
        apply(stored("a", many));
        assertThat(store.pointCount()).as("others wrote at the same time").isEqualTo(200);
        assertThat(store.isComplete()).isTrue();
        apply(stored("a", many), stored("a", 1, 1));
        assertThat(store.pointCount()).isEqualTo(200);
        assertThat(store.isComplete()).isFalse();

        PointStore names = new PointStore(new PointsSettings(100, 3));
        for (int i = 0; i < 7; i++) {
            assertThat(names.isComplete()).isTrue();
            names.apply(List.of(new LogEntry<>(0, 0, stored("series " + i, 1, 1))));
        }
        assertThat(names.isComplete()).isFalse();
        assertThat(names.seriesCount()).isEqualTo(6);
    }

    // Records.

    @Test
    void recordsAreTextThatOthersCanRead() {
        PointBatch points = batch(4_000_000, -0.245, -1, 1e300, 60_000_000_000.0, 2);
        byte[] value = PointsCodec.value(points);
        assertThat(new String(value, StandardCharsets.UTF_8)).isEqualTo("-0.000000001,1.0E300\n0.004,-0.245\n60,2.0\n");
        assertThat(PointsCodec.decode(PointsCodec.key("1/größe"), value)).usingRecursiveComparison()
                .isEqualTo(new PointsEntry.Stored("1/größe", points));
        assertThat(PointsCodec.decode(PointsCodec.key("a"), null)).isEqualTo(new PointsEntry.Removed("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0.004", "0.004;1", "0.004,x", "0.004,NaN", "0.004,Infinity", "x,1", "0.004,1,2",
        "\n"})
    void whatIsNoRecordOfPointsIsRefused(String value) {
        assertThatThrownBy(() -> PointsCodec.decode(PointsCodec.key("a"), value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRecordWithoutANameIsRefused() {
        byte[] value = PointsCodec.value(batch(1, 1));
        assertThatThrownBy(() -> PointsCodec.decode(null, value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PointsCodec.decode(new byte[0], value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PointsCodec.decode(new byte[]{(byte) 0xFF}, value))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
