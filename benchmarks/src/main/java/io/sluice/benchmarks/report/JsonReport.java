package io.sluice.benchmarks.report;

import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Machine;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Row;
import io.sluice.benchmarks.harness.Table;
import io.sluice.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What was measured, for machines: every round, not only the medians. */
public final class JsonReport {
    private JsonReport() {}

    /** A whole run. */
    public static Json of(String name, Machine machine, int rounds, List<Table> tables, List<Goal> goals) {
        return Json.object().put("event", "run").put("name", name).put("machine", of(machine)).put("rounds", rounds)
                .put("measures", tables.stream().map(JsonReport::of).toList())
                .put("goals", goals.stream().map(goal -> of(goal, tables)).toList());
    }

    /** The machine. */
    public static Json of(Machine machine) {
        return Json.object().put("cores", machine.cores()).put("processor", machine.processor())
                .put("kernel", machine.kernel()).put("jdk", machine.jdk()).put("load", machine.load());
    }

    /** One measure. */
    public static Json of(Table table) {
        List<Json> rows = new ArrayList<>();
        for (Row row : table.rows()) {
            rows.add(of(table, row));
        }
        return Json.object().put("event", "measure").put("name", table.measure().name())
                .put("title", table.measure().title()).put("metric", table.measure().main().key())
                .put("reference", table.measure().reference()).put("rows", rows);
    }

    private static Json of(Table table, Row row) {
        Json medians = Json.object();
        for (Metric metric : table.measure().metrics()) {
            row.spread(metric.key()).ifPresent(spread -> medians.put(metric.key(),
                    Json.object().put("median", spread.median()).put("min", spread.min()).put("max", spread.max())));
        }
        List<Json> rounds = new ArrayList<>();
        for (Map<String, Double> round : row.rounds()) {
            Json figures = Json.object();
            new TreeMap<>(round).forEach(figures::put);
            rounds.add(figures);
        }
        OptionalDouble ratio = table.ratio(row);
        return Json.object().put("name", row.entrant().name()).put("title", row.entrant().title())
                .put("figures", medians).put("ratio", ratio.isPresent() ? (Double) ratio.getAsDouble() : null)
                .put("error", row.error().orElse(null)).put("leftOut", row.absence().orElse(null))
                .put("rounds", rounds);
    }

    private static Json of(Goal goal, List<Table> tables) {
        OptionalDouble value = goal.value(tables);
        return Json.object().put("key", goal.key()).put("title", goal.title())
                .put("value", value.isPresent() ? (Double) value.getAsDouble() : null)
                .put("goal", goal.boundText())
                .put("met", value.isPresent() ? (Boolean) goal.isMet(value.getAsDouble()) : null);
    }
}
