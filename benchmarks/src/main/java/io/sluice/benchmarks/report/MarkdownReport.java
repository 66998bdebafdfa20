package io.sluice.benchmarks.report;

import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Row;
import io.sluice.benchmarks.harness.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The tables as Markdown, for the page in {@code docs}. */
public final class MarkdownReport {
    private MarkdownReport() {}

    /** A whole run. */
    public static String of(Machine machine, int rounds, List<Table> tables, List<Goal> goals) {
        StringBuilder page = new StringBuilder("Measured on ").append(machine).append("; ").append(rounds)
                .append(rounds == 1 ? " round.\n" : " rounds.\n");
        for (Table table : tables) {
            page.append("\n### ").append(table.measure().title()).append("\n\n").append(of(table));
        }
        return page.append("\n### Goals\n\n").append(of(goals, tables)).toString();
    }

    private static String of(Table table) {
        List<String> head = new ArrayList<>(List.of(""));
        for (Metric metric : table.measure().metrics()) {
            head.add((metric.title() + " " + metric.unit()).strip());
        }
        head.add(table.row(table.measure().reference()).map(row -> ": " + row.entrant().title()).orElse(""));
        StringBuilder text = new StringBuilder(line(head));
        text.append("| --- |").append(" ---: |".repeat(head.size() - 1)).append('\n');
        for (Row row : table.rows()) {
            text.append(line(TextTable.cells(table, row)));
        }
        return text.toString();
    }

    private static String of(List<Goal> goals, List<Table> tables) {
        StringBuilder text = new StringBuilder(line(List.of("", "reached", "goal", "")));
        text.append("| --- | ---: | ---: | --- |\n");
        for (Goal goal : goals) {
            OptionalDouble value = goal.value(tables);
            if (value.isPresent()) {
                boolean met = goal.isMet(value.getAsDouble());
                text.append(line(List.of(goal.title(), TextTable.reached(goal, value.getAsDouble()), goal.boundText(),
                        met ? "met" : "**short**")));
            }
        }
        return text.toString();
    }

    private static String line(List<String> cells) {
        StringBuilder line = new StringBuilder("|");
        for (String cell : cells) {
            line.append(cell.isEmpty() ? " |" : " " + cell.replace("|", "\\|").replace("<", "\\<") + " |");
        }
        return line.append('\n').toString();
    }
}
