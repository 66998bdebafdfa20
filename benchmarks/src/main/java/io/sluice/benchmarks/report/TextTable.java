package io.sluice.benchmarks.report;

import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Row;
import io.sluice.benchmarks.harness.Spread;
import io.sluice.benchmarks.harness.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Tables for people: medians, in brackets the lowest and the highest round. */
public final class TextTable {
    private static final String GAP = "  ";

    private TextTable() {}

    /** One measure. */
    public static String of(Table table) {
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(""));
        for (Metric metric : table.measure().metrics()) {
            head.add((metric.title() + " " + metric.unit()).strip());
        }
        Optional<Row> reference = table.row(table.measure().reference());
        head.add(reference.map(row -> ": " + row.entrant().title()).orElse(""));
        lines.add(head);
        List<String> remarks = new ArrayList<>();
        for (Row row : table.rows()) {
            lines.add(cells(table, row));
            row.error().ifPresent(error -> remarks.add("FAILED " + row.entrant().title() + ": " + error));
            row.absence().ifPresent(reason -> remarks.add("LEFT OUT " + row.entrant().title() + ": " + reason));
        }
        StringBuilder text = new StringBuilder(table.measure().title()).append('\n').append(aligned(lines));
        remarks.forEach(remark -> text.append(GAP).append(remark).append('\n'));
        return text.toString();
    }

    static List<String> cells(Table table, Row row) {
        List<String> cells = new ArrayList<>();
        cells.add(row.entrant().title());
        for (Metric metric : table.measure().metrics()) {
            Optional<Spread> spread = row.spread(metric.key());
            boolean first = metric.equals(table.measure().main());
            cells.add(spread.map(each -> first ? withRange(each) : Figures.text(each.median()))
                    .orElse(row.error().isPresent() ? "failed" : row.absence().isPresent() ? "left out" : "–"));
        }
        OptionalDouble ratio = table.ratio(row);
        cells.add(ratio.isPresent() ? Figures.text(ratio.getAsDouble()) + " ×" : "");
        return cells;
    }

    private static String withRange(Spread spread) {
        String median = Figures.text(spread.median());
        return spread.rounds() == 1
                ? median
                : median + " (" + Figures.text(spread.min()) + "–" + Figures.text(spread.max()) + ")";
    }

    /** What was to be reached, and what was. */
    public static String of(List<Goal> goals, List<Table> tables) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("", "reached", "goal", ""));
        for (Goal goal : goals) {
            OptionalDouble value = goal.value(tables);
            if (value.isPresent()) {
                lines.add(List.of(goal.title(), reached(goal, value.getAsDouble()), goal.boundText(),
                        goal.isMet(value.getAsDouble()) ? "met" : "short"));
            }
        }
        return lines.size() == 1 ? "" : "Goals\n" + aligned(lines);
    }

    static String reached(Goal goal, double value) {
        return Figures.text(value) + (goal.isRatio() ? " ×" : "");
    }

    /** All that goals compare, in one line. */
    public static String ratios(String name, List<Goal> goals, List<Table> tables) {
        List<String> parts = new ArrayList<>();
        for (Goal goal : goals) {
            OptionalDouble value = goal.value(tables);
            if (value.isPresent()) {
                parts.add(String.format(Locale.ROOT, "%s %s", goal.key(), Figures.text(value.getAsDouble()).replace(",",
                        "")));
            }
        }
        return name + ": " + (parts.isEmpty() ? "nothing to compare" : String.join(", ", parts));
    }

    private static String aligned(List<List<String>> lines) {
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String cell = line.get(column);
                String padding = " ".repeat(widths[column] - cell.length());
                row.append(GAP).append(column == 0 ? cell + padding : padding + cell);
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
