package io.sluice.benchmarks.report;

import java.util.Locale;

/** How figures are written: three digits that count, and no more than are there. */
final class Figures {
    private Figures() {}

    static String text(double figure) {
        double size = Math.abs(figure);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", figure);
        }
        if (size >= 10) {
            return String.format(Locale.ROOT, "%.1f", figure);
        }
        return size >= 1 ? String.format(Locale.ROOT, "%.2f", figure) : String.format(Locale.ROOT, "%.3f", figure);
    }
}
