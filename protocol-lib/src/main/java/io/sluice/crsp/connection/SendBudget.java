package io.sluice.crsp.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what all connections together keep of messages that are not acknowledged yet. Each stream may hold an eighth of
 * what is still free, so that few streams get all they can use, many get equal and smaller shares, and there is always room
 * for one more: the dynamic thresholds of shared-memory switches (Choudhury and Hahne, 1998). Those in the background may
 * together hold half: what they have taken is given back only as slowly as their peers read. Every stream may hold one
 * message, whatever the others do. Safe for threads; one for all loops of an endpoint.
 */
public final class SendBudget {
    /** Bounds nothing. */
    public static final SendBudget UNLIMITED = new SendBudget(Long.MAX_VALUE);

    private static final int PART = 8;

    /** What a stream may hold even if nothing is free, in bytes: a packet or two. */
    private static final long LEAST = 2048;

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes, 1 or more */
    public SendBudget(long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a send budget must be at least one byte: " + limit);
        }
        this.limit = limit;
    }

    /** Bytes that are held now, of all connections; 0 if there is no bound. */
    public long used() {
        return used.get();
    }

    /** A stream holds so many bytes more, or fewer if negative. */
    void add(long bytes) {
        // Without a bound there is nothing to count, and clients in one process need not share a counter.
        if (limit != Long.MAX_VALUE) {
            used.addAndGet(bytes);
        }
    }

    /** What a stream may hold that would hold so much if it were alone. */
    long share(long wanted, boolean background) {
        long room = background ? limit / 2 : limit;
        return Math.clamp((room - used.get()) / PART, Math.min(LEAST, wanted), wanted);
    }
}
