package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Work on several servers at once, where each mostly waits for its own process. */
final class InParallel {
    private InParallel() {}

    /** What is done with a server. */
    @FunctionalInterface
    interface Work<T> {
        void on(T server) throws CliException, InterruptedException;
    }

    /**
     * Returns when all is done.
     *
     * @throws CliException the first failure, in the servers' order, once all have ended
     */
    static <T> void forEach(List<T> servers, Work<? super T> work) throws CliException, InterruptedException {
        if (servers.size() == 1) {
            work.on(servers.getFirst());
            return;
        }
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T server : servers) {
                all.add(threads.submit(() -> {
                    work.on(server);
                    return null;
                }));
            }
        }
        for (Future<?> each : all) {
            await(each);
        }
    }

    private static void await(Future<?> work) throws CliException, InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case CliException failure -> throw failure;
                case InterruptedException interrupted -> throw interrupted;
                case null, default -> throw new CliException(ExitCode.FAILURE, "unexpected failure: " + e.getCause(),
                        "Run again with --verbose to see where.", e);
            }
        }
    }
}
