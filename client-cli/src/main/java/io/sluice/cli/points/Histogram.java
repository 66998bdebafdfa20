package io.sluice.cli.points;

import io.sluice.crsp.session.Point;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the values of a series are distributed: so many in each of several bins of equal width, and those outside of all bins.
 * Every value is counted once. Safe for threads.
 */
final class Histogram {
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final int BAR = 40;

    private final double min;
    private final double max;
    private final long[] counts;
    private long below;
    private long above;

    /**
     * Begins with nothing.
     *
     * @param min of the first bin
     * @param max of the last bin, which it belongs to; at least {@code min}
     * @param bins how many, at least 1
     */
    Histogram(double min, double max, int bins) {
        this.min = min;
        this.max = max;
        this.counts = new long[bins];
    }

    synchronized void add(List<Point> points) {
        points.forEach(point -> add(point.value()));
    }

    private void add(double value) {
        if (value < min) {
            below++;
        } else if (value > max) {
            above++;
        } else {
            counts[bin(value)]++;
        }
    }

    private int bin(double value) {
        if (min == max) {
            return 0;
        }
        // Halved, so that the width of the widest does not become infinite.
        double width = max / 2 - min / 2;
        double part = width > 0 ? (value / 2 - min / 2) / width : 0;
        int bin = Math.min(counts.length - 1, (int) (part * counts.length));
        // Rounding may have led beside the edges that are shown.
        while (bin > 0 && value < edge(bin)) {
            bin--;
        }
        while (bin < counts.length - 1 && value >= edge(bin + 1)) {
            bin++;
        }
        return bin;
    }

    synchronized long[] counts() {
        return counts.clone();
    }

    /** Values below the first bin. */
    synchronized long below() {
        return below;
    }

    /** Values above the last bin. */
    synchronized long above() {
        return above;
    }

    /** All values. */
    synchronized long total() {
        return Arrays.stream(counts).sum() + below + above;
    }

    /** Where a bin begins; that after the last one is where that ends. */
    double edge(int bin) {
        double part = (double) bin / counts.length;
        return bin == counts.length ? max : min * (1 - part) + max * part;
    }

    /**
     * The bins as characters that are as high as they have values.
     *
     * @param width characters at most: of more bins some share one
     */
    synchronized String spark(int width) {
        int columns = Math.min(width, counts.length);
        long[] sums = new long[columns];
        for (int bin = 0; bin < counts.length; bin++) {
            sums[(int) ((long) bin * columns / counts.length)] += counts[bin];
        }
        long most = Math.max(1, Arrays.stream(sums).max().orElse(1));
        StringBuilder line = new StringBuilder();
        for (long sum : sums) {
            // One value is not nothing.
            line.append(BLOCKS.charAt((int) ((sum * (BLOCKS.length() - 1) + most - 1) / most)));
        }
        return line.toString();
    }

    /** A line for each bin, and for what is outside of all. */
    synchronized String chart() {
        long most = Math.max(1, Arrays.stream(counts).max().orElse(1));
        StringBuilder text = new StringBuilder();
        for (int bin = 0; bin < counts.length; bin++) {
            text.append(String.format(Locale.ROOT, "  %12.6g to %12.6g  %,10d  %s%n", edge(bin), edge(bin + 1),
                    counts[bin], "█".repeat((int) ((counts[bin] * BAR + most - 1) / most))));
        }
        if (below > 0 || above > 0) {
            text.append(String.format(Locale.ROOT, "  %,d below, %,d above%n", below, above));
        }
        return text.toString();
    }
}
