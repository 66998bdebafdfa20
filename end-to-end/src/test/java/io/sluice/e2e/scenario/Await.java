package io.sluice.e2e.scenario;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for conditions. */
public final class Await {
    private static final Duration STEP = Duration.ofMillis(5);

    private Await() {}

    /** Something that may come true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Returns once the condition holds.
     *
     * @param what is waited for, for the message of a failure
     * @throws AssertionError if it does not hold within {@code patience}
     */
    public static void until(String what, Duration patience, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain for " + what);
            }
            passStep(STEP.toNanos());
        }
    }

    /**
     * Lets time pass that is itself part of a scenario, such as how long a link stays cut. Not to wait for something.
     */
    public static void passing(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            passStep(left);
        }
    }

    private static void passStep(long nanos) throws InterruptedException {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
