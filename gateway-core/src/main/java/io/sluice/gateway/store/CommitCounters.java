package io.sluice.gateway.store;

import java.util.concurrent.atomic.LongAdder;

/** Counts the transactions of a gateway's shards. Safe for threads. */
public final class CommitCounters {
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void onCommitted(long duration) {
        committed.increment();
        nanos.add(duration);
    }

    void onFailed() {
        failed.increment();
    }

    /** Since the gateway's start. */
    public CommitStatistics statistics() {
        return new CommitStatistics(committed.sum(), failed.sum(), nanos.sum());
    }
}
