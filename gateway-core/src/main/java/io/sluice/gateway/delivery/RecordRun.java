package io.sluice.gateway.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive records of one partition: everything there is in {@code [start, end)}. Offsets between records may be
 * missing, for compaction and transactions leave gaps. On the event loop's thread, once it was handed there.
 */
final class RecordRun {
    private final long start;
    private final List<FetchedRecord> records;
    private long end;
    private long bytes;
    /** Made when the first reader asks for a key: then each further one costs the same however many there are. */
    private @Nullable Map<RecordKey, List<FetchedRecord>> byKey;

    /**
     * @param start the offset that was asked for
     * @param end the offset to read next
     * @param records in the order of their offsets
     */
    RecordRun(long start, long end, List<FetchedRecord> records) {
        this.start = start;
        this.end = end;
        this.records = new ArrayList<>(records);
        this.bytes = bytesOf(records);
    }

    private static long bytesOf(List<FetchedRecord> records) {
        return records.stream().mapToLong(FetchedRecord::bytes).sum();
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    /** Bytes of memory, about. */
    long bytes() {
        return bytes;
    }

    /** Bytes of the messages that deliver the records. */
    long messageBytes() {
        return records.stream().mapToLong(record -> record.message().length).sum();
    }

    int size() {
        return records.size();
    }

    List<FetchedRecord> records() {
        return records;
    }

    boolean contains(long offset) {
        return offset >= start && offset < end;
    }

    /** Adds what follows. */
    void append(List<FetchedRecord> more, long newEnd) {
        records.addAll(more);
        bytes += bytesOf(more);
        end = newEnd;
        Map<RecordKey, List<FetchedRecord>> index = byKey;
        if (index != null) {
            more.forEach(record -> add(index, record));
        }
    }

    private static void add(Map<RecordKey, List<FetchedRecord>> index, FetchedRecord record) {
        RecordKey key = record.key();
        if (key != null) {
            index.computeIfAbsent(key, each -> new ArrayList<>(1)).add(record);
        }
    }

    /** The first record at or after this offset that the filter lets through, or null if this run has none. */
    @Nullable
    FetchedRecord find(long offset, RecordFilter filter) {
        return switch (filter) {
            case RecordFilter.All ignored -> firstAt(records, offset);
            case RecordFilter.Key wanted -> firstAt(index().getOrDefault(wanted.key(), List.of()), offset);
            case RecordFilter other -> scan(offset, other);
        };
    }

    private Map<RecordKey, List<FetchedRecord>> index() {
        Map<RecordKey, List<FetchedRecord>> index = byKey;
        if (index == null) {
            index = new HashMap<>();
            for (FetchedRecord record : records) {
                add(index, record);
            }
            byKey = index;
        }
        return index;
    }

    private @Nullable FetchedRecord scan(long offset, RecordFilter filter) {
        for (int i = indexOf(records, offset); i < records.size(); i++) {
            if (filter.matches(records.get(i))) {
                return records.get(i);
            }
        }
        return null;
    }

    private static @Nullable FetchedRecord firstAt(List<FetchedRecord> sorted, long offset) {
        int index = indexOf(sorted, offset);
        return index < sorted.size() ? sorted.get(index) : null;
    }

    private static int indexOf(List<FetchedRecord> sorted, long offset) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
