package io.sluice.benchmarks.report;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Goal.Figure;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Row;
import io.sluice.benchmarks.harness.Table;
import java.util.List;
import java.util.Map;

/** Known figures: a reference, one twice and a half as fast, one that failed, one that was left out. */
final class Tables {
    static final List<Goal> GOALS = List.of(
            Goal.ratioAtLeast("own", "own : reference", new Figure("speed", "own", "rate"),
                    new Figure("speed", "reference", "rate"), 2),
            Goal.ratioAtMost("cost", "cost own : reference", new Figure("speed", "own", "cost"),
                    new Figure("speed", "reference", "cost"), 1.3),
            Goal.atLeast("rate", "rate", new Figure("speed", "own", "rate"), 1_000_000),
            Goal.atMost("failed", "what failed", new Figure("speed", "broken", "rate"), 1));

    private Tables() {}

    static Table speed() {
        Row reference = row("reference", "The <reference>");
        reference.add(Map.of("rate", 1000.0, "cost", 1.0));
        reference.add(Map.of("rate", 1200.0, "cost", 3.0));
        reference.add(Map.of("rate", 800.0, "cost", 2.0));
        Row own = row("own", "Own");
        own.add(Map.of("rate", 2500.0, "cost", 3.0));
        Row broken = row("broken", "Broken");
        broken.fail("it broke");
        Row absent = row("absent", "Absent");
        absent.leaveOut("no device");
        List<Row> rows = List.of(reference, own, broken, absent);
        return new Table(new Measure("speed", "speed", "Speed of all", List.of(Metric.higher("rate", "rate", "/s"),
                Metric.lower("cost", "cost", "µs")), "reference", 1, Pace.ofMillis(0, 1), Pace.ofMillis(0, 1),
                rows.stream().map(Row::entrant).toList()), rows);
    }

    private static Row row(String name, String title) {
        return new Row(Entrant.of(name, title, () -> pace -> Map.of()));
    }
}
