package io.sluice.crsp.relay;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Tasks that other threads hand to the relay's. Once that thread has ended, callers run their tasks
 * themselves, one at a time, so that nobody waits for a thread that is gone. Thread-safe.
 */
final class TaskQueue {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Runnable wakeup;
    private boolean ended;

    /** @param wakeup makes the relay's thread call {@link #runAll} soon */
    TaskQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    synchronized void execute(Runnable task) {
        if (ended) {
            task.run();
        } else {
            tasks.add(task);
            wakeup.run();
        }
    }

    /** Runs what was handed in, in order; for the relay's thread. */
    synchronized void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** The last thing the relay's thread does. */
    synchronized void end() {
        ended = true;
        runAll();
    }
}
