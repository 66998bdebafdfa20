package io.sluice.benchmarks.report;

import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Row;
import io.sluice.benchmarks.harness.Table;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a run tells at its beginning and its end, and the files it leaves.
 *
 * @param name of the suite, and of its files
 * @param output folder of the files, which must exist
 * @param own which rows stand out in the chart
 */
public record RunReport(String name, Path output, Predicate<Row> own) {
    /** Says where is measured, and whether that is a good time. */
    public static void begin(Console console, Machine machine) {
        console.result("Measured on " + machine + (machine.isBusy()
                ? "\nOTHERS ARE AT WORK HERE: take only ratios"
                        + " from this run, and even these with care"
                : ""),
                Json.object().put("event", "machine").put("machine", JsonReport.of(machine)));
    }

    /** Says what one measure gave. */
    public static void tell(Console console, Table table) {
        console.result("\n" + TextTable.of(table).stripTrailing(), JsonReport.of(table));
    }

    /**
     * Writes the files and tells the goals.
     *
     * @return the exit code
     */
    public int finish(Console console, Machine machine, int rounds, List<Table> tables, List<Goal> goals)
            throws IOException {
        Json report = JsonReport.of(name, machine, rounds, tables, goals);
        Path json = Files.writeString(output.resolve(name + ".json"), report + "\n");
        Path chart = Files.writeString(output.resolve(name + ".svg"), Chart.of(machine, tables, own));
        Path markdown = Files.writeString(output.resolve(name + ".md"),
                MarkdownReport.of(machine, rounds, tables, goals));
        long failed = tables.stream().flatMap(table -> table.rows().stream()).filter(row -> row.error().isPresent())
                .count();
        String text = "\n" + TextTable.of(goals, tables) + "\nChart: " + chart + "\nJSON:  " + json
                + "\nTables as Markdown: " + markdown
                + (failed > 0 ? "\n" + failed + " rows FAILED; their logs: " + output.resolve("logs") : "") + "\n"
                + TextTable.ratios(name, goals, tables);
        console.result(text, report);
        return failed > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }
}
