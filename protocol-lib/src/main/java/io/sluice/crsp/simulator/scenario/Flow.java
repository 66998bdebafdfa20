package io.sluice.crsp.simulator.scenario;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** All packets to one connection id, as seen from outside: numbers used, numbers that arrived, credit given and used. */
final class Flow {
    /** The two number spaces. */
    static final int INITIAL = 0;

    static final int DATA = 1;

    /** The number of a packet that nobody but its receiver can read. */
    static final long UNKNOWN = -1;

    /** Only a peer that keeps no rule gets further in a run. */
    private static final int MAX_NUMBER = 1 << 24;

    private final long[] lastSent = {-1, -1};
    private final BitSet[] arrived = {new BitSet(), new BitSet()};
    private final Set<Long> distinct = new HashSet<>();
    private final Map<Long, Long> used = new HashMap<>();
    private final Map<Long, Long> streamLimits = new HashMap<>();
    private final long firstStreamLimit;
    private long limit;
    private long usedInAll;

    Flow(long streamLimit, long connectionLimit) {
        this.firstStreamLimit = streamLimit;
        this.limit = connectionLimit;
    }

    /** Notes a number; false if it, or a higher one, was used before. */
    boolean use(int space, long number) {
        boolean fresh = number > lastSent[space];
        lastSent[space] = Math.max(lastSent[space], number);
        return fresh;
    }

    void onArrival(int space, long number, long digest) {
        if (number >= 0 && number < MAX_NUMBER) {
            arrived[space].set((int) number);
        }
        distinct.add(digest);
    }

    /** Different packets that arrived whole. */
    int distinctArrivals() {
        return distinct.size();
    }

    boolean hasArrived(int space, long first, long last) {
        return last < MAX_NUMBER && arrived[space].nextClearBit((int) first) > last;
    }

    void raise(long newLimit) {
        limit = Math.max(limit, newLimit);
    }

    void raiseStream(long stream, long newLimit) {
        streamLimits.merge(stream, newLimit, Math::max);
    }

    /** Notes bytes of a stream; false if they are beyond the credit that was ever given. */
    boolean take(long stream, long end) {
        long before = used.getOrDefault(stream, 0L);
        if (end > before) {
            used.put(stream, end);
            usedInAll += end - before;
        }
        return end <= Math.max(firstStreamLimit, streamLimits.getOrDefault(stream, 0L)) && usedInAll <= limit;
    }
}
