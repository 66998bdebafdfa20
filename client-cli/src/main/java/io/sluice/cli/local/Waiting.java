package io.sluice.cli.local;

import java.time.Duration;

/** Told, a few times a second, what is being waited for. */
@FunctionalInterface
public interface Waiting {
    /** Says nothing. */
    Waiting SILENT = (what, elapsed) -> {
    };

    /**
     * Still waiting.
     *
     * @param what is missing, for a person
     * @param elapsed since the wait began
     */
    void still(String what, Duration elapsed);
}
