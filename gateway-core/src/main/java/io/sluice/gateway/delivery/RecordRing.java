package io.sluice.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The newest records of a partition, bounded by bytes, found by offset. It covers every offset from {@link #start} to
 * {@link #end}, whether there is a record or not. On the event loop's thread.
 */
final class RecordRing {
    private static final long RECORD_OVERHEAD = 96;

    private final long maxBytes;
    private List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private int head;
    private long bytes;
    private long start = -1;
    private long end = -1;

    RecordRing(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** True if nothing was ever read. */
    boolean isUnset() { return end < 0; }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    boolean covers(long offset) {
        return !isUnset() && offset >= start && offset <= end;
    }

    /** The first record at or after this offset, if the ring covers the offset and has one; null otherwise. */
    @Nullable
    ConsumerRecord<byte[], byte[]> at(long offset) {
        if (!covers(offset)) {
            return null;
        }
        int low = head;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < records.size() ? records.get(low) : null;
    }

    /** Forgets all and begins at this offset. */
    void restart(long offset) {
        records = new ArrayList<>();
        head = 0;
        bytes = 0;
        start = offset;
        end = offset;
    }

    void append(RecordBatch batch) {
        if (isUnset() || batch.start() != end) {
            restart(batch.start());
        }
        for (ConsumerRecord<byte[], byte[]> record : batch.records()) {
            records.add(record);
            bytes += size(record);
        }
        end = batch.end();
        while (bytes > maxBytes && head < records.size()) {
            bytes -= size(records.get(head));
            head++;
            start = head < records.size() ? records.get(head).offset() : end;
        }
        if (head > 1024 && head > records.size() / 2) {
            records = new ArrayList<>(records.subList(head, records.size()));
            head = 0;
        }
    }

    private static long size(ConsumerRecord<byte[], byte[]> record) {
        return RECORD_OVERHEAD + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }
}
