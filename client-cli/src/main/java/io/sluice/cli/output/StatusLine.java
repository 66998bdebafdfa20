package io.sluice.cli.output;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Shows on standard error how long work fares: a line that is rewritten some times a second when a person watches,
 * otherwise a plain line every half a minute. Not thread-safe.
 */
public final class StatusLine implements AutoCloseable {
    private static final long TERMINAL_INTERVAL_NANOS = Duration.ofMillis(200).toNanos();
    private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();

    private final Console console;
    private final long intervalNanos;
    private long shownNanos = System.nanoTime();

    /** Speaks to {@code console}. */
    public StatusLine(Console console) {
        this.console = console;
        this.intervalNanos = console.terminal() ? TERMINAL_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS;
    }

    /** Shows the text if it is time to. */
    public void update(Supplier<String> text) {
        long now = System.nanoTime();
        if (now - shownNanos < intervalNanos) {
            return;
        }
        shownNanos = now;
        if (console.terminal()) {
            console.rewrite(text.get());
        } else {
            console.note(text.get());
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (console.terminal()) {
            console.rewrite("");
        }
    }
}
