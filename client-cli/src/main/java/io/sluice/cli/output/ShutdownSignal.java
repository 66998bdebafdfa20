package io.sluice.cli.output;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C (and SIGTERM) into a clean stop: the command sees the wish, finishes what it must,
 * prints its result and closes this; only then the process ends. Thread-safe.
 *
 * <pre>{@code
 * try (ShutdownSignal signal = ShutdownSignal.install()) {
 *     while (!signal.await(Duration.ofSeconds(1))) {
 *         ...
 *     }
 * }
 * }</pre>
 */
public final class ShutdownSignal implements AutoCloseable {
    /** A command that does not finish in this time is ended all the same, unless it asked for more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Runnable onRequest;
    private final Duration patience;
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "sluice-shutdown");

    private ShutdownSignal(Runnable onRequest, Duration patience) {
        this.onRequest = onRequest;
        this.patience = patience;
    }

    /**
     * Starts to listen.
     *
     * @return to be closed when the command is done
     */
    public static ShutdownSignal install() {
        return install(() -> {});
    }

    /**
     * Starts to listen.
     *
     * @param onRequest run by another thread at the first Ctrl-C, such as to close what the command
     *     waits for
     * @return to be closed when the command is done
     */
    public static ShutdownSignal install(Runnable onRequest) {
        return install(onRequest, PATIENCE);
    }

    /**
     * Starts to listen.
     *
     * @param onRequest run by another thread at the first Ctrl-C
     * @param patience how long the command may take to finish; it is ended after that
     * @return to be closed when the command is done
     */
    public static ShutdownSignal install(Runnable onRequest, Duration patience) {
        ShutdownSignal signal = new ShutdownSignal(onRequest, patience);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void onShutdown() {
        requested.countDown();
        onRequest.run();
        try {
            if (!finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("sluice: did not stop within " + patience.toSeconds() + " s, ending anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether the user wants the command to stop.
     *
     * @return true from the first Ctrl-C on
     */
    public boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * Waits until the user wants the command to stop.
     *
     * @param timeout how long at most
     * @return false if nothing came in time
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return requested.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Stops listening, and lets a process that is waiting to end do so. */
    @Override
    public void close() {
        finished.countDown();
        if (!requested()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending at this very moment; the hook finds its latch open.
            }
        }
    }
}
