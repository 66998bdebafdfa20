package io.sluice.benchmarks.gateway;

import java.time.Duration;

/** Waits for what another thread or process brings about, never for ever. */
final class Waits {
    private static final long STEP_MILLIS = 2;

    private Waits() {}

    /** Asked again and again. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Returns once it holds.
     *
     * @param what for the message, if time runs out
     */
    static void until(Duration patience, String what, Condition condition) throws Exception {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > patience.toNanos()) {
                throw new IllegalStateException("after " + patience.toSeconds() + " s still not: " + what);
            }
            Thread.sleep(STEP_MILLIS);
        }
    }
}
