package io.sluice.gateway.delivery;

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
