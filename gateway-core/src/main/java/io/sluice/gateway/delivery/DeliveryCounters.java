package io.sluice.gateway.delivery;

import io.sluice.gateway.latency.Latencies;
import io.sluice.gateway.latency.LatencyCounts;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what comes from Kafka and what goes to clients. Safe for threads. */
final class DeliveryCounters {
    private final LongAdder tailRecords = new LongAdder();
    private final LongAdder tailBytes = new LongAdder();
    private final LongAdder catchUpRecords = new LongAdder();
    private final LongAdder catchUpBytes = new LongAdder();
    private final LongAdder catchUpReads = new LongAdder();
    private final LongAdder deliveredRecords = new LongAdder();
    private final LongAdder deliveredBytes = new LongAdder();
    private final Latencies latencies = new Latencies();
    private final InstantSource clock;

    /**
     * @param clock that records' timestamps are compared with
     */
    DeliveryCounters(InstantSource clock) {
        this.clock = clock;
    }

    void onTail(long records, long bytes) {
        tailRecords.add(records);
        tailBytes.add(bytes);
    }

    void onCatchUp(long records, long bytes) {
        catchUpReads.increment();
        catchUpRecords.add(records);
        catchUpBytes.add(bytes);
    }

    void onDelivered(long bytes) {
        deliveredRecords.increment();
        deliveredBytes.add(bytes);
    }

    /**
     * Records that came to the tail were given to a reader that waited there.
     *
     * @param timestamp of the oldest, in milliseconds since 1970 UTC
     */
    void onNews(long timestamp, int records) {
        latencies.add(TimeUnit.MILLISECONDS.toNanos(clock.millis() - timestamp), records);
    }

    /** From records' timestamps to when they were given to readers that waited at the tail. */
    LatencyCounts latencies() {
        return latencies.counts();
    }

    DeliveryStatistics statistics() {
        return new DeliveryStatistics(
                tailRecords.sum(),
                tailBytes.sum(),
                catchUpReads.sum(),
                catchUpRecords.sum(),
                catchUpBytes.sum(),
                deliveredRecords.sum(),
                deliveredBytes.sum());
    }
}
