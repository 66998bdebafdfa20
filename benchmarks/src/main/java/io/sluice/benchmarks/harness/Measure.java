package io.sluice.benchmarks.harness;

import java.util.List;

/**
 * One table: what is measured in which way of whom.
 *
 * @param name on the command line and in JSON
 * @param group a second name, which measures may share
 * @param title for people
 * @param metrics the columns; the first one is drawn and compared
 * @param reference name of the entrant that others are compared to
 * @param atOnce how many entrants may run at a time: more than one only where the machine is not what limits them
 * @param first pace of the first round, with the warm-up of a new JVM
 * @param later pace of the other rounds
 * @param entrants the rows
 */
public record Measure(String name, String group, String title, List<Metric> metrics, String reference, int atOnce,
        Pace first, Pace later, List<Entrant> entrants) {
    /** Checks and copies. */
    public Measure {
        metrics = List.copyOf(metrics);
        entrants = List.copyOf(entrants);
        if (metrics.isEmpty() || atOnce < 1) {
            throw new IllegalArgumentException(name + " needs a metric and room for one entrant");
        }
    }

    /** The column that is drawn and compared. */
    public Metric main() {
        return metrics.getFirst();
    }

    /** The same with other rows. */
    public Measure with(List<Entrant> others) {
        return new Measure(name, group, title, metrics, reference, atOnce, first, later, others);
    }
}
