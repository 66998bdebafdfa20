package io.sluice.gateway.delivery;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes a second go to readers that catch up: as many as the tail leaves. It watches how long new records wait in
 * this gateway, as LEDBAT watches the queue of a network (RFC 6817): while they wait longer than wanted, the rate falls
 * by a quarter each interval, else it rises by a tenth, between bounds. So what is old uses an idle machine whole and gives
 * way on a busy one, whatever keeps it busy. Time is passed in. On the event loop's thread.
 */
final class CatchUpPace {
    /** Nanoseconds from one decision to the next. */
    static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(50);

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MAX_RATE = 4L << 30;
    private static final long FIRST_RATE = 64L << 20;
    /** Two steps that meet where one interval in four is too long for the tail: smaller ones leave those behind almost nothing. */
    private static final double FALL = 0.75;
    private static final double RISE = 1.1;

    /** Bytes that may be saved up, in nanoseconds of the rate: a turn that comes late loses nothing. */
    private static final long BURST = TimeUnit.MILLISECONDS.toNanos(10);

    private final long target;
    private final long minRate;
    private double rate;
    private double credit;
    private long refilled;
    private long decided;
    private long worst;
    private long spent;
    private boolean begun;
    private boolean limited;

    /**
     * @param target nanoseconds that new records may wait
     * @param minRate bytes a second that those who catch up get however busy the gateway is
     */
    CatchUpPace(long target, long minRate) {
        this.target = target;
        this.minRate = minRate;
        this.rate = Math.max(minRate, FIRST_RATE);
    }

    /** A new record was offered to its readers so many nanoseconds after it had been read from Kafka. */
    void onTailDelay(long nanos) {
        worst = Math.max(worst, nanos);
    }

    /** Bytes that may go out now; 0 or less for none, see {@link #delay}. */
    long budget(long now) {
        if (!begun) {
            begun = true;
            refilled = now;
            decided = now;
            credit = rate * BURST / SECOND;
        }
        decide(now);
        double most = rate * BURST / SECOND;
        credit = Math.min(most, credit + rate * (now - refilled) / SECOND);
        refilled = now;
        return (long) credit;
    }

    private void decide(long now) {
        if (now - decided < INTERVAL) {
            return;
        }
        if (worst > target && spent > 0) {
            // From what was used: a rate that nobody uses up would take long to fall to where it matters.
            double used = spent * SECOND / (now - decided);
            rate = Math.max((double) minRate, Math.min(rate, used) * FALL);
        } else if (limited) {
            rate = Math.min(MAX_RATE, rate * RISE);
        }
        decided = now;
        worst = 0;
        spent = 0;
        limited = false;
    }

    void spend(long bytes) {
        credit -= bytes;
        spent += bytes;
    }

    /** Nanoseconds until there is something to spend again. */
    long delay() {
        if (credit >= 1) {
            return 0;
        }
        limited = true;
        return (long) ((1 - credit) * SECOND / rate) + 1;
    }

    /** Bytes a second, now. */
    long rate() {
        return (long) rate;
    }
}
