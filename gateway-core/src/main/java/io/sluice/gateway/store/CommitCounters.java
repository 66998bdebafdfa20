package io.sluice.gateway.store;

import io.sluice.gateway.latency.Latencies;
import io.sluice.gateway.latency.LatencyCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts the transactions of a gateway's shards. Safe for threads. */
public final class CommitCounters {
    private final LongAdder committed = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final Latencies latencies = new Latencies();

    void onCommitted(long duration) {
        committed.increment();
        nanos.add(duration);
        latencies.add(duration, 1);
    }

    void onFailed() {
        failed.increment();
    }

    /** How long the committed ones took from their begin. */
    public LatencyCounts latencies() {
        return latencies.counts();
    }

    /** Since the gateway's start. */
    public CommitStatistics statistics() {
        return new CommitStatistics(committed.sum(), failed.sum(), nanos.sum());
    }
}
