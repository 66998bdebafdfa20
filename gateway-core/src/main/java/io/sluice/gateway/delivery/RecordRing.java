package io.sluice.gateway.delivery;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest records of a partition, bounded by bytes, found by offset. It covers every offset from {@link #start} to
 * {@link #end}, whether there is a record or not. Made of short runs, so that what is oldest is given up a little at a
 * time. On the event loop's thread.
 */
final class RecordRing {
    private static final int RUN_RECORDS = 256;
    private static final long RUN_BYTES = 64 * 1024;

    private final long maxBytes;
    private final long runBytes;
    private final TreeMap<Long, RecordRun> runs = new TreeMap<>();
    private long bytes;
    private long start = -1;
    private long end = -1;

    /** @param maxBytes kept at most, but always the newest run */
    RecordRing(long maxBytes) {
        this.maxBytes = maxBytes;
        this.runBytes = Math.min(RUN_BYTES, maxBytes / 4);
    }

    /** True if nothing was ever read, or all was forgotten. */
    boolean isUnset() { return end < 0; }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long bytes() {
        return bytes;
    }

    boolean covers(long offset) {
        return !isUnset() && offset >= start && offset <= end;
    }

    /** The run that has this offset; null if the ring does not cover it or nothing comes after it. */
    @Nullable
    RecordRun runAt(long offset) {
        Map.Entry<Long, RecordRun> found = runs.floorEntry(offset);
        return found != null && found.getValue().contains(offset) ? found.getValue() : null;
    }

    /** Forgets all. */
    void clear() {
        restart(-1);
    }

    /** Forgets all and begins at this offset. */
    void restart(long offset) {
        runs.clear();
        bytes = 0;
        start = offset;
        end = offset;
    }

    /** Adds what follows {@link #end}, up to {@code newEnd}. */
    void append(List<FetchedRecord> records, long newEnd) {
        int from = 0;
        while (from < records.size()) {
            int to = Math.min(records.size(), from + RUN_RECORDS);
            appendRun(records.subList(from, to), to < records.size() ? records.get(to).offset() : newEnd);
            from = to;
        }
        if (records.isEmpty()) {
            appendRun(records, newEnd);
        }
        evict();
    }

    private void appendRun(List<FetchedRecord> records, long newEnd) {
        Map.Entry<Long, RecordRun> last = runs.lastEntry();
        RecordRun run = last == null ? null : last.getValue();
        if (run != null
                && (records.isEmpty() || (run.size() + records.size() <= RUN_RECORDS && run.bytes() < runBytes))) {
            bytes -= run.bytes();
            run.append(records, newEnd);
        } else {
            run = new RecordRun(end, newEnd, records);
            runs.put(end, run);
        }
        bytes += run.bytes();
        end = newEnd;
    }

    private void evict() {
        while (bytes > maxBytes && runs.size() > 1) {
            bytes -= runs.pollFirstEntry().getValue().bytes();
            start = runs.firstKey();
        }
    }
}
