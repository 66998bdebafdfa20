package io.sluice.cli.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * How long a device waits from one delivery or confirmation to the next, told by the faults meanwhile. Times are
 * nanoseconds of one monotonic clock. Thread-safe.
 */
final class SilenceTracker {
    /** The longest silence that overlaps a fault and what follows from it. */
    final class Watch {
        private final LongConsumer result;
        private final boolean own;
        private long longestNanos;
        private boolean closing;
        private boolean spoilt;

        private Watch(LongConsumer result, boolean own) {
            this.result = result;
            this.own = own;
        }

        /** The fault is over; a silence that lasts still counts to its end. */
        void close() {
            synchronized (SilenceTracker.this) {
                closing = true;
            }
        }
    }

    private final List<Watch> open = new ArrayList<>();
    private long lastNanos;

    /** @param nowNanos when the device began to wait for the first time */
    SilenceTracker(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    /** Something was delivered or confirmed. */
    synchronized void heard(long nowNanos) {
        long gap = nowNanos - lastNanos;
        lastNanos = nowNanos;
        for (Watch each : open) {
            each.longestNanos = Math.max(each.longestNanos, gap);
        }
        open.removeIf(each -> each.closing && finish(each));
    }

    private static boolean finish(Watch watch) {
        if (!watch.spoilt) {
            watch.result.accept(watch.longestNanos);
        }
        return true;
    }

    /**
     * A fault of the cluster begins.
     *
     * @param result told the silence in nanoseconds, once it is over; never if the device has a fault of its own meanwhile
     */
    synchronized Watch watch(LongConsumer result) {
        Watch watch = new Watch(result, false);
        watch.spoilt = open.stream().anyMatch(each -> each.own);
        open.add(watch);
        return watch;
    }

    /** A fault of this device alone begins: it says nothing of the cluster until the silence is over. */
    synchronized Watch watchOwn(LongConsumer result) {
        open.forEach(each -> each.spoilt = true);
        Watch watch = new Watch(result, true);
        open.add(watch);
        return watch;
    }

    /** Nothing more will be heard. */
    synchronized void end(long nowNanos) {
        open.forEach(Watch::close);
        heard(nowNanos);
    }
}
