package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.SentPacket;

/**
 * How large datagrams may be on the path in use: begins with a size that every path carries, tries larger ones with
 * probes whose loss means nothing else, and returns when only large datagrams vanish (DPLPMTUD, RFC 8899; RFC 9000
 * §14.3). It needs no timer: it looks further when there is something to send. Sizes in bytes of UDP payload, times in
 * nanoseconds. Not safe for threads.
 */
final class PathMtu {
    /** MAX_PROBES of RFC 8899 §5.1.2: a size is too large when so many probes of it were lost. */
    private static final int MAX_PROBES = 3;

    /** PMTU_RAISE_TIMER of RFC 8899 §5.1.1. */
    static final long RAISE_INTERVAL = 600_000_000_000L;

    /** Most paths are Ethernet's: tried first, so that what larger ones would win costs little where there are none. */
    private static final int COMMON = ConnectionConfig.ETHERNET_DATAGRAM;

    /** The search is over when less than this could still be won. */
    private static final int RESOLUTION = 20;

    /** Sizes beyond {@link #COMMON} that are too large, in a row, until the path is taken for Ethernet's. */
    private static final int MAX_BEYOND_COMMON = 3;

    /** Full datagrams that must have left first: a connection that says little has nothing to win. */
    private static final int WORTHWHILE = 4;

    /** Large datagrams lost in a row, over more than so many round trips, that make a black hole (RFC 8899 §4.3). */
    private static final int BLACK_HOLE_LOSSES = 6;

    private static final int BLACK_HOLE_ROUND_TRIPS = 2;

    private final int base;
    private int ceiling;
    private int current;
    /** The smallest size known to be too large. */
    private int tooLarge;
    private int failures;
    /** Sizes in a row that were too large. */
    private int refused;
    private boolean probing;
    private long validFrom;
    private int fullSent;
    private long searchFrom = Long.MIN_VALUE;

    private int largeLost;
    private long firstLost;
    private long newestLost;
    private boolean smallArrived;

    /**
     * @param base the size to begin with
     * @param largest tried at most
     */
    PathMtu(int base, int largest) {
        this.base = base;
        this.ceiling = largest;
        this.current = base;
        this.tooLarge = largest + 1;
    }

    /** The peer takes nothing larger. */
    void limit(int peerLargest) {
        ceiling = Math.max(base, Math.min(ceiling, peerLargest));
        tooLarge = ceiling + 1;
    }

    /** The largest datagram to send now. */
    int current() {
        return current;
    }

    /** A size that every path carries: for packets that must arrive. */
    int base() {
        return base;
    }

    /** The size of a probe that should leave with the next chance, or 0. */
    int probeDue(long now) {
        boolean due = !probing && current < ceiling && fullSent >= WORTHWHILE
                && (searchFrom == Long.MIN_VALUE || now >= searchFrom);
        return due ? nextSize() : 0;
    }

    /** What most paths carry, then the largest, then by halves. */
    private int nextSize() {
        if (current < COMMON && COMMON < tooLarge) {
            return COMMON;
        }
        return tooLarge > ceiling ? ceiling : (current + tooLarge) / 2;
    }

    void onProbeSent() {
        probing = true;
    }

    /** A packet of this size left that was no probe. */
    void onSent(int size) {
        if (size >= current && fullSent < WORTHWHILE) {
            fullSent++;
        }
    }

    /** A packet arrived; returns true if the size changed. */
    boolean onAcknowledged(long now, SentPacket packet, long roundTrip) {
        if (packet.number() < validFrom) {
            return false;
        }
        if (packet.size() > base) {
            largeLost = 0;
        } else if (packet.timeSent() >= firstLost) {
            smallArrived = true;
        }
        if (packet.isMtuProbe()) {
            probing = false;
            failures = 0;
            if (packet.size() <= current) {
                return false;
            }
            current = packet.size();
            refused = 0;
            endSearchIfDone(now);
            return true;
        }
        return fallBackIfBlackHole(now, packet.number(), roundTrip);
    }

    /** A packet was declared lost; returns true if the size changed. */
    boolean onLost(long now, SentPacket packet, long roundTrip) {
        if (packet.number() < validFrom) {
            return false;
        }
        if (packet.isMtuProbe()) {
            probing = false;
            if (++failures >= MAX_PROBES) {
                failures = 0;
                refused++;
                tooLarge = packet.size();
                endSearchIfDone(now);
            }
            return false;
        }
        if (packet.size() <= base) {
            return false;
        }
        if (largeLost++ == 0) {
            firstLost = packet.timeSent();
            newestLost = packet.timeSent();
            smallArrived = false;
        }
        newestLost = Math.max(newestLost, packet.timeSent());
        return fallBackIfBlackHole(now, packet.number(), roundTrip);
    }

    private void endSearchIfDone(long now) {
        boolean isEthernet = current >= COMMON && refused >= MAX_BEYOND_COMMON;
        if (current >= ceiling || tooLarge - current <= RESOLUTION || isEthernet) {
            tooLarge = ceiling + 1;
            refused = 0;
            searchFrom = now + RAISE_INTERVAL;
        }
    }

    /** Only large ones lost, while small ones sent among them arrive: not congestion, and not a cut. */
    private boolean fallBackIfBlackHole(long now, long number, long roundTrip) {
        if (current == base || !smallArrived || largeLost < BLACK_HOLE_LOSSES
                || newestLost - firstLost <= BLACK_HOLE_ROUND_TRIPS * roundTrip) {
            return false;
        }
        int swallowed = current;
        restart(number + 1);
        if (swallowed > COMMON) {
            // Where jumbo frames end, those of Ethernet still pass.
            tooLarge = swallowed;
        } else {
            searchFrom = now + RAISE_INTERVAL;
        }
        return true;
    }

    /**
     * Forgets what was learnt, as after a change of path.
     *
     * @param nextNumber packets before this one tell nothing any more
     */
    void restart(long nextNumber) {
        validFrom = nextNumber;
        current = base;
        tooLarge = ceiling + 1;
        failures = 0;
        refused = 0;
        probing = false;
        fullSent = 0;
        largeLost = 0;
        searchFrom = Long.MIN_VALUE;
    }
}
