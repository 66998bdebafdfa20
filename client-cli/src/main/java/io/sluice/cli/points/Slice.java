package io.sluice.cli.points;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a series, for one worker at a time.
 *
 * @param from in nanoseconds, included
 * @param to in nanoseconds, included
 */
record Slice(String series, long from, long to) {
    /** Divides a range of times into parts of about the same length, without gaps: so many at most. */
    static List<Slice> of(String series, long from, long to, int parts) {
        long length = to - from;
        // Of the longest ranges the length does not fit.
        long count = length < 0 ? 1 : Math.max(1, Math.min(parts, length));
        long step = length / count;
        List<Slice> slices = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long begin = from + i * step;
            slices.add(new Slice(series, begin, i == count - 1 ? to : begin + step - 1));
        }
        return slices;
    }
}
