package io.sluice.benchmarks.harness;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a figure should be, alone or beside a peer's.
 *
 * @param key its name in the closing line and in JSON
 * @param title for people
 * @param figure what is looked at
 * @param beside what it is compared with; null for the figure itself
 * @param excess whether what it is compared with is subtracted, instead of divided by
 * @param atLeast whether the bound is a lower one
 * @param bound the goal
 */
public record Goal(String key, String title, Figure figure, @Nullable Figure beside, boolean excess, boolean atLeast,
        double bound) {
    /**
     * Where a figure stands.
     *
     * @param measure its name
     * @param entrant its name
     * @param metric its key
     */
    public record Figure(String measure, String entrant, String metric) {
        OptionalDouble in(List<Table> tables) {
            Optional<Table> table = tables.stream().filter(each -> each.measure().name().equals(measure)).findFirst();
            return table.isEmpty() ? OptionalDouble.empty() : table.get().median(entrant, metric);
        }
    }

    /** Divides one figure by another and wants at least so much. */
    public static Goal ratioAtLeast(String key, String title, Figure figure, Figure beside, double bound) {
        return new Goal(key, title, figure, beside, false, true, bound);
    }

    /** Divides one figure by another and wants at most so much. */
    public static Goal ratioAtMost(String key, String title, Figure figure, Figure beside, double bound) {
        return new Goal(key, title, figure, beside, false, false, bound);
    }

    /** Subtracts one figure from another and wants at most so much. */
    public static Goal excessAtMost(String key, String title, Figure figure, Figure beside, double bound) {
        return new Goal(key, title, figure, beside, true, false, bound);
    }

    /** Wants a figure to be at least so much. */
    public static Goal atLeast(String key, String title, Figure figure, double bound) {
        return new Goal(key, title, figure, null, false, true, bound);
    }

    /** Wants a figure to be at most so much. */
    public static Goal atMost(String key, String title, Figure figure, double bound) {
        return new Goal(key, title, figure, null, false, false, bound);
    }

    /** What came out; empty if a figure is missing. */
    public OptionalDouble value(List<Table> tables) {
        OptionalDouble own = figure.in(tables);
        if (beside == null || own.isEmpty()) {
            return own;
        }
        OptionalDouble other = beside.in(tables);
        if (excess && other.isPresent()) {
            return OptionalDouble.of(own.getAsDouble() - other.getAsDouble());
        }
        return other.isEmpty() || other.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(own.getAsDouble() / other.getAsDouble());
    }

    /** Whether a value is good enough. */
    public boolean isMet(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    /** Whether the value is how many times as much as another one. */
    public boolean isRatio() {
        return beside != null && !excess;
    }

    /** The bound as people read it. */
    public String boundText() {
        String number = bound == Math.rint(bound)
                ? String.format(Locale.ROOT, "%,.0f", bound)
                : String.format(Locale.ROOT, "%,.2f", bound).replaceFirst("0$", "");
        return (atLeast ? "≥ " : "≤ ") + number + (isRatio() ? " ×" : "");
    }
}
