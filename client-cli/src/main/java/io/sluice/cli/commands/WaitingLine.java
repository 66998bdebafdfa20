package io.sluice.cli.commands;

import io.sluice.cli.local.Waiting;
import io.sluice.cli.output.Console;
import java.time.Duration;

/** Tells a person what a start waits for: after a second, at every change, and every few seconds. */
public final class WaitingLine implements Waiting {
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final Console console;
    private String said = "";
    private long saidNanos;

    /** Speaks to {@code console}. */
    public WaitingLine(Console console) {
        this.console = console;
    }

    @Override
    public void still(String what, Duration elapsed) {
        long now = System.nanoTime();
        boolean due = !what.equals(said) || now - saidNanos > REPEAT.toNanos();
        if (elapsed.compareTo(QUIET) >= 0 && due) {
            said = what;
            saidNanos = now;
            console.note("waiting, " + elapsed.toSeconds() + " s: " + what);
        }
    }
}
