package io.sluice.benchmarks.contestant;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The threads and resources of a contestant; closed in reverse order, each whatever happens to the others. */
final class Ends implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Work of a thread; it should return soon after the workload stopped or its channel was closed. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private final Workload workload;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();

    Ends(Workload workload) {
        this.workload = workload;
    }

    <T extends AutoCloseable> T own(T resource) {
        resources.push(resource);
        return resource;
    }

    void run(String name, Work work) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                work.run();
            } catch (Exception | AssertionError e) {
                workload.fail(e);
            }
        }));
    }

    @Override
    public void close() {
        workload.stop();
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                System.err.println("closing after a run: " + e);
            }
        }
        for (Thread thread : threads) {
            thread.interrupt();
            join(thread);
        }
    }

    private static void join(Thread thread) {
        try {
            if (!thread.join(PATIENCE)) {
                System.err.println(thread.getName() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
