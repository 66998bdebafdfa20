package io.sluice.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rounds run in processes, and whatever one of them does, the others are measured. */
@Timeout(120)
class RoundsTest {
    @TempDir
    Path logs;

    private final StringWriter progress = new StringWriter();

    private Table measure(Entrant... entrants) throws InterruptedException {
        Console console = new Console(new PrintWriter(new StringWriter()), new PrintWriter(progress), false, false);
        Measure measure = new Measure("tried", "group", "Tried", List.of(Metric.higher("figure", "figure", "")),
                "works", 1, Pace.ofMillis(0, 5), Pace.ofMillis(0, 6), List.of(entrants));
        return new Rounds(TrialProcess.inJvm(TestTrial.class, List.of("first argument"), logs, false), console, 3)
                .measure(measure);
    }

    private static Entrant entrant(String name) {
        return Entrant.of(name, name, () -> pace -> Map.of());
    }

    @Test
    void aProcessLivesForAllRoundsAndItsFiguresBecomeAMedian() throws InterruptedException {
        Table table = measure(entrant("works"));
        Row row = table.rows().getFirst();
        assertThat(row.error()).isEmpty();
        assertThat(row.spread("figure")).contains(new Spread(20, 10, 30, 3));
        assertThat(row.rounds()).extracting(round -> round.get("pace")).containsExactly(5.0, 6.0, 6.0);
        assertThat(progress.toString()).contains("tried, round 3 of 3: works");
    }

    @Test
    void whoeverFailsEndsOnlyItsOwnRow() throws InterruptedException {
        Table table = measure(entrant("throws"), entrant("dies"), entrant("slips"), entrant("works"));
        assertThat(table.row("throws").orElseThrow().error()).contains("it broke in two lines");
        assertThat(table.row("dies").orElseThrow().error().orElseThrow())
                .contains("ended with 3").contains("a last word");
        assertThat(table.row("slips").orElseThrow().error()).contains("not again");
        assertThat(table.row("slips").orElseThrow().spread("figure").orElseThrow().rounds()).isEqualTo(1);
        assertThat(table.median("works", "figure")).hasValue(20);
        assertThat(progress.toString()).contains("FAILED: dies");
    }

    @Test
    void whatTheMachineLacksIsSaidLoudlyAndIsNoFailure() throws InterruptedException {
        Entrant absent = new Entrant("absent", "Absent", () -> pace -> Map.of(), List.of(), () -> "No such device.");
        Table table = measure(absent);
        assertThat(table.rows().getFirst().error()).isEmpty();
        assertThat(table.rows().getFirst().absence()).contains("No such device.");
        assertThat(progress.toString()).contains("LEFT OUT of tried: Absent. No such device.");
    }
}
