package io.sluice.benchmarks.harness;

import java.util.Arrays;
import java.util.Collection;

/**
 * What several rounds gave.
 *
 * @param median the middle one, or the mean of the middle two
 * @param min the lowest
 * @param max the highest
 * @param rounds how many there were
 */
public record Spread(double median, double min, double max, int rounds) {
    /** Of at least one figure. */
    public static Spread of(Collection<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }
}
