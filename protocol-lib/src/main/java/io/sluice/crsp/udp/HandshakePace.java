package io.sluice.crsp.udp;

import java.util.concurrent.TimeUnit;

/**
 * How fast first packets are taken: whoever has no connection yet gets a share of the event loop, not all of it. What
 * comes faster waits in the kernel's queue of its own and is dropped there, at no cost to the loop. Time is passed in.
 * Not safe for threads.
 */
final class HandshakePace {
    private final long interval;
    private long next;
    private boolean begun;

    /** @param perSecond datagrams a second, 1 or more */
    HandshakePace(int perSecond) {
        this.interval = Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
    }

    /** Whether some may be taken now. */
    boolean permits(long now) {
        return !begun || now - next >= 0;
    }

    /** As many have been taken: the next may follow when their time is over. What was not used before is not saved up. */
    void onTaken(long now, int datagrams) {
        next = now + datagrams * interval;
        begun = true;
    }

    /** Nanoseconds until {@link #permits} is true; 0 if it is now. */
    long delay(long now) {
        return permits(now) ? 0 : next - now;
    }
}
