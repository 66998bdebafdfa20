package io.sluice.gateway.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file of which some chunks may be in Kafka. On the event loop's thread. */
final class Upload {
    private static final long MISSING = -1;

    /**
     * Some bytes of a file.
     *
     * @param offset of the first
     */
    record Range(long offset, long length) {}

    private final String id;
    private final FileFacts facts;
    private final int partition;
    private final ChunkPlan plan;
    private final long[] offsets;
    private int missing;
    private long storedBytes;
    private long changedMillis;

    Upload(String id, FileFacts facts, int partition, ChunkPlan plan, long nowMillis) {
        this.id = id;
        this.facts = facts;
        this.partition = partition;
        this.plan = plan;
        this.offsets = new long[plan.count()];
        this.missing = offsets.length;
        this.changedMillis = nowMillis;
        Arrays.fill(offsets, MISSING);
    }

    String id() {
        return id;
    }

    FileFacts facts() {
        return facts;
    }

    int partition() {
        return partition;
    }

    ChunkPlan plan() {
        return plan;
    }

    /** Chunks that are not in Kafka, as far as the catalogue was read. */
    int missing() {
        return missing;
    }

    long storedBytes() {
        return storedBytes;
    }

    /** When something came last, since 1970 UTC. */
    long changedMillis() {
        return changedMillis;
    }

    /** A chunk is in Kafka. If it came twice the later record counts, as for whoever reads only that one. */
    void onStored(int index, long offset, long nowMillis) {
        if (index < 0 || index >= offsets.length) {
            return;
        }
        if (offsets[index] == MISSING) {
            missing--;
            storedBytes += plan.length(index);
        }
        offsets[index] = offset;
        changedMillis = Math.max(changedMillis, nowMillis);
    }

    /** The places of all chunks now; only if none is missing. */
    Content content() {
        if (missing > 0) {
            throw new IllegalStateException(missing + " chunks are missing");
        }
        return new Content(id, partition, plan, offsets.clone());
    }

    /**
     * What is missing, in order.
     *
     * @param limit of ranges; the last one then reaches to the end, whether or not all of it is missing
     */
    List<Range> missingRanges(int limit) {
        List<Range> ranges = new ArrayList<>();
        int index = 0;
        while (index < offsets.length) {
            if (offsets[index] != MISSING) {
                index++;
                continue;
            }
            int from = index;
            while (index < offsets.length && (offsets[index] == MISSING || ranges.size() == limit - 1)) {
                index++;
            }
            long begin = plan.offset(from);
            ranges.add(new Range(begin, Math.min(plan.size(), plan.offset(index)) - begin));
        }
        return ranges;
    }
}
