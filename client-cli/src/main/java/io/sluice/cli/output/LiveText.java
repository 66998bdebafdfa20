package io.sluice.cli.output;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Some lines on standard error that are drawn anew a few times a second while a person watches; nothing otherwise. Not
 * thread-safe.
 */
public final class LiveText implements AutoCloseable {
    private static final long INTERVAL_NANOS = Duration.ofMillis(100).toNanos();

    private final Console console;
    private final LongSupplier nanoClock;
    private long shownNanos;

    /** Speaks to {@code console}; {@code nanoClock} is monotonic, such as {@code System::nanoTime}. */
    public LiveText(Console console, LongSupplier nanoClock) {
        this.console = console;
        this.nanoClock = nanoClock;
        this.shownNanos = nanoClock.getAsLong() - INTERVAL_NANOS;
    }

    /** Shows the lines if it is time to, in place of those before. */
    public void update(Supplier<List<String>> lines) {
        long now = nanoClock.getAsLong();
        if (console.terminal() && now - shownNanos >= INTERVAL_NANOS) {
            shownNanos = now;
            console.redraw(lines.get());
        }
    }

    /** Takes the lines away. */
    @Override
    public void close() {
        if (console.terminal()) {
            console.redraw(List.of());
        }
    }
}
