package io.sluice.cli.demo;

import io.sluice.cli.CliException;
import io.sluice.cli.local.LocalInstance;
import org.jspecify.annotations.Nullable;

/** Stops an instance on a thread of its own. */
final class StopTask implements Runnable {
    private final LocalInstance instance;
    private volatile @Nullable CliException failure;

    StopTask(LocalInstance instance) {
        this.instance = instance;
    }

    @Override
    public void run() {
        try {
            instance.down();
        } catch (CliException e) {
            failure = e;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody knows this thread", e);
        }
    }

    /** Once the thread has ended. */
    void rethrow() throws CliException {
        CliException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }
}
