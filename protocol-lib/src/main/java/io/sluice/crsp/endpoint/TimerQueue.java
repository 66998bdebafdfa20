package io.sluice.crsp.endpoint;

import io.sluice.crsp.endpoint.EventLoop.Scheduled;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Tasks by their time, for implementations of {@link EventLoop}. Use it on the loop's thread only. */
public final class TimerQueue {
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private long count;

    private static final class Timer implements Scheduled, Comparable<Timer> {
        private final long time;
        private final long order;
        private final Runnable task;
        private boolean cancelled;

        Timer(long time, long order, Runnable task) {
            this.time = time;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Puts a task at a time of the loop's clock. */
    public Scheduled add(long time, Runnable task) {
        Timer timer = new Timer(time, count++, task);
        timers.add(timer);
        return timer;
    }

    /** The time of the next task, or {@link Long#MAX_VALUE}. */
    public long next() {
        while (!timers.isEmpty() && timers.peek().cancelled) {
            timers.remove();
        }
        Timer first = timers.peek();
        return first == null ? Long.MAX_VALUE : first.time;
    }

    /** Takes the next task that is due, or null. */
    public @Nullable Runnable poll(long now) {
        return next() <= now ? timers.remove().task : null;
    }
}
