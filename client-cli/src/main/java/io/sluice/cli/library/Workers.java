package io.sluice.cli.library;

import io.sluice.cli.output.Progress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Does parts of one work at the same time. */
final class Workers {
    private static final long LOOK_MILLIS = 100;

    private Workers() {}

    /**
     * Runs all to their ends. If one fails, or this thread is interrupted, the others are.
     *
     * @param done how far they are together, for {@code progress}
     * @throws Exception what the first of them threw
     */
    static void run(List<Callable<@Nullable Void>> work, Progress progress, LongSupplier done) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<@Nullable Void> ends = new ExecutorCompletionService<>(executor);
            work.forEach(ends::submit);
            int left = work.size();
            try {
                while (left > 0) {
                    Future<@Nullable Void> ended = ends.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    if (ended != null) {
                        ended.get();
                        left--;
                    }
                    progress.update(done.getAsLong());
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } finally {
                executor.shutdownNow();
            }
        }
    }
}
