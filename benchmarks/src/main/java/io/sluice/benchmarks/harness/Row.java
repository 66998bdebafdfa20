package io.sluice.benchmarks.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one entrant reached in one measure. Filled round by round. */
public final class Row {
    private final Entrant entrant;
    private final List<Map<String, Double>> rounds = new ArrayList<>();
    private @Nullable String error;
    private @Nullable String absence;

    /** An empty row. */
    public Row(Entrant entrant) {
        this.entrant = entrant;
    }

    public Entrant entrant() {
        return entrant;
    }

    /** Adds the figures of one more round. */
    public synchronized void add(Map<String, Double> figures) {
        rounds.add(Map.copyOf(figures));
    }

    /** Ends the row: what went wrong. Figures of earlier rounds stay. */
    public synchronized void fail(String message) {
        error = message;
    }

    /** Ends the row before it began: what this machine lacks. */
    public synchronized void leaveOut(String reason) {
        absence = reason;
    }

    /** What went wrong, if anything did. */
    public synchronized Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** What this machine lacks, if the entrant was left out. */
    public synchronized Optional<String> absence() {
        return Optional.ofNullable(absence);
    }

    /** Whether further rounds make sense. */
    public synchronized boolean isOpen() {
        return error == null && absence == null;
    }

    /** The figures of each round. */
    public synchronized List<Map<String, Double>> rounds() {
        return List.copyOf(rounds);
    }

    /** What the rounds gave of one metric; empty if none did. */
    public synchronized Optional<Spread> spread(String metric) {
        List<Double> figures = new ArrayList<>();
        for (Map<String, Double> round : rounds) {
            Double figure = round.get(metric);
            if (figure != null) {
                figures.add(figure);
            }
        }
        return figures.isEmpty() ? Optional.empty() : Optional.of(Spread.of(figures));
    }
}
