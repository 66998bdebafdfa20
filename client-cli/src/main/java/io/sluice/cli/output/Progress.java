package io.sluice.cli.output;

import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows on standard error that long work goes on: a line that is rewritten some times a second when
 * a person watches, otherwise a plain line every few seconds. Cheap to call for every piece of work.
 * Not thread-safe.
 */
public final class Progress implements AutoCloseable {
    /** Total of work whose end nobody knows. */
    public static final long UNKNOWN = -1;

    private static final long TERMINAL_INTERVAL_NANOS = Duration.ofMillis(100).toNanos();
    private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Console console;
    private final String what;
    private final long total;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private long shownNanos;
    private boolean lineOpen;

    /**
     * Starts to show progress.
     *
     * @param console whose standard error is used
     * @param what was done, such as {@code produced}
     * @param total pieces of work in all, or {@link #UNKNOWN}
     * @param nanoClock monotonic time in nanoseconds, such as {@code System::nanoTime}
     */
    public Progress(Console console, String what, long total, LongSupplier nanoClock) {
        this.console = console;
        this.what = what;
        this.total = total;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
        this.shownNanos = startNanos;
    }

    /**
     * Progress that is not shown, for work that shows itself.
     *
     * @param console not used
     * @return to be used like any other
     */
    public static Progress none(Console console) {
        return new Progress(console, "", UNKNOWN, () -> 0);
    }

    /**
     * Tells how far the work is.
     *
     * @param done pieces of work done so far
     */
    public void update(long done) {
        update(done, "");
    }

    /**
     * Tells how far the work is.
     *
     * @param done pieces of work done so far
     * @param detail something more to show, or empty
     */
    public void update(long done, String detail) {
        long now = nanoClock.getAsLong();
        if (now - shownNanos < (console.terminal() ? TERMINAL_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS)) {
            return;
        }
        shownNanos = now;
        String text = describe(done, now) + (detail.isEmpty() ? "" : ", " + detail);
        if (console.terminal()) {
            console.rewrite(text);
            lineOpen = true;
        } else {
            console.note(text);
        }
    }

    private String describe(long done, long nowNanos) {
        double seconds = (nowNanos - startNanos) / 1e9;
        String rate = String.format(Locale.ROOT, "%,.0f/s", seconds > 0 ? done / seconds : 0.0);
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s %,d, %s", what, done, rate);
        }
        return String.format(
                Locale.ROOT, "%s %,d of %,d (%d %%), %s", what, done, total, Math.min(100, 100 * done / total), rate);
    }

    /** Takes the rewritten line away, so that what follows starts on a clean one. */
    @Override
    public void close() {
        if (lineOpen) {
            console.rewrite("");
            lineOpen = false;
        }
    }
}
