package io.sluice.gateway.delivery;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What catch-up readers read last, of all partitions, bounded by bytes: a cursor whose client takes a run in several
 * helpings, or that comes a little later to the same place, does not read it again. What was used longest ago goes first.
 * On the event loop's thread.
 */
final class RunCache {
    private final long maxBytes;
    private final Map<TopicPartition, TreeMap<Long, RecordRun>> byPartition = new HashMap<>();
    /** By identity, the one used longest ago first. */
    private final LinkedHashMap<RecordRun, TopicPartition> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    RunCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long bytes() {
        return bytes;
    }

    void put(TopicPartition partition, RecordRun run) {
        if (run.size() == 0 || run.bytes() > maxBytes) {
            return;
        }
        RecordRun before = byPartition.computeIfAbsent(partition, each -> new TreeMap<>()).put(run.start(), run);
        if (before != null) {
            byUse.remove(before);
            bytes -= before.bytes();
        }
        byUse.put(run, partition);
        bytes += run.bytes();
        Iterator<Map.Entry<RecordRun, TopicPartition>> oldest = byUse.entrySet().iterator();
        while (bytes > maxBytes) {
            Map.Entry<RecordRun, TopicPartition> entry = oldest.next();
            oldest.remove();
            forget(entry.getValue(), entry.getKey());
        }
    }

    private void forget(TopicPartition partition, RecordRun run) {
        bytes -= run.bytes();
        TreeMap<Long, RecordRun> runs = byPartition.get(partition);
        if (runs != null) {
            runs.remove(run.start());
            if (runs.isEmpty()) {
                byPartition.remove(partition);
            }
        }
    }

    /** The run that has this offset, or null. */
    @Nullable
    RecordRun runAt(TopicPartition partition, long offset) {
        TreeMap<Long, RecordRun> runs = byPartition.get(partition);
        Map.Entry<Long, RecordRun> found = runs == null ? null : runs.floorEntry(offset);
        if (found == null || !found.getValue().contains(offset)) {
            return null;
        }
        byUse.get(found.getValue());
        return found.getValue();
    }

    /** Forgets a partition, as when its topic is another now, or has no readers. */
    void drop(TopicPartition partition) {
        TreeMap<Long, RecordRun> runs = byPartition.remove(partition);
        if (runs != null) {
            for (RecordRun run : runs.values()) {
                byUse.remove(run);
                bytes -= run.bytes();
            }
        }
    }
}
