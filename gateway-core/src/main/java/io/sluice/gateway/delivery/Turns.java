package io.sluice.gateway.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Gives cursors their turns on the event loop: so many records and bytes each, and so many of all in one turn of the
 * loop, which then sends and receives before the next. Cursors at the tail go first, because they are few records from
 * idle and their latency is felt; those that catch up have a share of their own, at a pace that gives way to the tail. On the
 * event loop's thread.
 */
final class Turns {
    static final int CURSOR_RECORDS = 256;
    static final int CURSOR_BYTES = 64 * 1024;
    private static final int TAIL_RECORDS = 2048;
    private static final int TAIL_BYTES = 512 * 1024;
    private static final int CATCH_UP_RECORDS = 2048;
    private static final int CATCH_UP_BYTES = 512 * 1024;

    private final Scheduler scheduler;
    private final LongSupplier clock;
    private final CatchUpPace pace;
    private final Deque<Runnable> tail = new ArrayDeque<>();
    private final Deque<Runnable> catchUp = new ArrayDeque<>();
    private final Turn turn = new Turn();
    private boolean scheduled;
    private boolean waiting;
    private boolean tailRead;
    private long tailReadAt;
    private long taken;

    /** The event loop's timers. */
    @FunctionalInterface
    interface Scheduler {
        /** Runs a task on the loop after a delay in nanoseconds; with 0, after it has sent and received. */
        void schedule(long delay, Runnable task);
    }

    /** What a cursor may still take in its turn. */
    static final class Turn {
        private int records;
        private int bytes;
        private int allRecords;
        private int allBytes;

        private void beginAll(int mostRecords, int mostBytes) {
            allRecords = mostRecords;
            allBytes = mostBytes;
        }

        private void begin() {
            records = CURSOR_RECORDS;
            bytes = CURSOR_BYTES;
        }

        boolean isOver() { return records <= 0 || bytes <= 0; }

        private boolean isOverForAll() { return allRecords <= 0 || allBytes <= 0; }

        /** Something was looked at or delivered. */
        void spend(int moreRecords, int moreBytes) {
            records -= moreRecords;
            bytes -= moreBytes;
            allRecords -= moreRecords;
            allBytes -= moreBytes;
        }
    }

    /** @param clock nanoseconds, the loop's */
    Turns(Scheduler scheduler, LongSupplier clock, CatchUpPace pace) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.pace = pace;
    }

    long now() {
        return clock.getAsLong();
    }

    /** New records have been read, at this time: they wait until those at the tail had their turns. */
    void onTailRead(long readAt) {
        if (!tailRead || readAt - tailReadAt < 0) {
            tailReadAt = readAt;
        }
        tailRead = true;
        schedule();
    }

    /** For a cursor that reads from the ring. */
    void addToTail(Cursor cursor) {
        tail.add(() -> take(cursor));
        schedule();
    }

    /** For a cursor that reads older records. */
    void addToCatchUp(Cursor cursor) {
        catchUp.add(() -> take(cursor));
        schedule();
    }

    /** Runs a task once every cursor that waits now to catch up had a turn. */
    void afterCatchUp(Runnable task) {
        catchUp.add(task);
        schedule();
    }

    /** Turns that cursors had. */
    long taken() {
        return taken;
    }

    private void take(Cursor cursor) {
        taken++;
        turn.begin();
        cursor.run(turn);
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            scheduler.schedule(0, this::run);
        }
    }

    private void scheduleCatchUp() {
        if (!waiting && !scheduled) {
            waiting = true;
            scheduler.schedule(pace.delay(), () -> {
                waiting = false;
                schedule();
            });
        }
    }

    private void run() {
        scheduled = false;
        try {
            turn.beginAll(TAIL_RECORDS, TAIL_BYTES);
            serve(tail);
            long now = clock.getAsLong();
            if (tailRead && tail.isEmpty()) {
                tailRead = false;
                pace.onTailDelay(now - tailReadAt);
            }
            int bytes = (int) Math.min(CATCH_UP_BYTES, catchUp.isEmpty() ? 0 : pace.budget(now));
            if (bytes > 0) {
                turn.beginAll(CATCH_UP_RECORDS, bytes);
                serve(catchUp);
                pace.spend(bytes - turn.allBytes);
            }
        } finally {
            // Whatever goes wrong for one, the others have their turns.
            if (!tail.isEmpty()) {
                schedule();
            } else if (!catchUp.isEmpty()) {
                scheduleCatchUp();
            }
        }
    }

    private void serve(Deque<Runnable> queue) {
        // What comes back in its turn waits for the next one, too.
        for (int waiting = queue.size(); waiting > 0 && !turn.isOverForAll(); waiting--) {
            queue.remove().run();
        }
    }
}
