package io.sluice.cli.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Positions that were seen, as ranges: a delivery in order takes the room of one range, however
 * long it is. Not thread-safe.
 */
public final class PositionSet {

    /** Positions from {@code first} to {@code last}, both included. */
    public record Range(long first, long last) {
        /** How many, one or more. */
        public long size() {
            return last - first + 1;
        }
    }

    private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();
    private long size;

    /** Adds a position and says whether it is new. */
    public boolean add(long position) {
        Map.Entry<Long, Long> below = lastByFirst.floorEntry(position);
        if (below != null && below.getValue() >= position) {
            return false;
        }
        long first = below != null && below.getValue() == position - 1 ? below.getKey() : position;
        Long joined = lastByFirst.remove(position + 1);
        lastByFirst.put(first, joined == null ? position : joined);
        size++;
        return true;
    }

    /** How many positions it holds. */
    public long size() {
        return size;
    }

    /** Whether it holds none. */
    public boolean isEmpty() { return lastByFirst.isEmpty(); }

    /** The lowest position; it must not be empty. */
    public long lowest() {
        return lastByFirst.firstKey();
    }

    /** The highest position; it must not be empty. */
    public long highest() {
        return lastByFirst.lastEntry().getValue();
    }

    /** What is missing from {@code first} to {@code last}, lowest first, at most {@code limit} ranges. */
    public List<Range> missing(long first, long last, int limit) {
        List<Range> gaps = new ArrayList<>();
        long next = first;
        for (Map.Entry<Long, Long> seen : lastByFirst.entrySet()) {
            if (gaps.size() == limit || next > last) {
                return gaps;
            }
            if (seen.getKey() > next) {
                gaps.add(new Range(next, Math.min(last, seen.getKey() - 1)));
            }
            next = Math.max(next, seen.getValue() + 1);
        }
        if (next <= last && gaps.size() < limit) {
            gaps.add(new Range(next, last));
        }
        return gaps;
    }
}
