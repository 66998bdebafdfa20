package io.sluice.benchmarks.harness;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A contestant in one measure: one row.
 *
 * @param name on the command line and in JSON
 * @param title for people
 * @param trial makes the trial, in the process that runs it
 * @param launcher what starts its Java, in front of the path of Java; empty for nothing
 * @param absent asks, when the rounds begin, why it cannot run on this machine; null if it can
 */
public record Entrant(String name, String title, Supplier<Trial> trial, List<String> launcher,
        Supplier<@Nullable String> absent) {
    /** Copies the list. */
    public Entrant {
        launcher = List.copyOf(launcher);
    }

    /** One that runs on every machine. */
    public static Entrant of(String name, String title, Supplier<Trial> trial) {
        return new Entrant(name, title, trial, List.of(), () -> null);
    }
}
