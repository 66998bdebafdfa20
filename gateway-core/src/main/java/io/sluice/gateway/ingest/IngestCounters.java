package io.sluice.gateway.ingest;

/** Counts what clients publish. On the event loop's thread. */
public final class IngestCounters {
    private long records;
    private long bytes;

    void onTaken(long moreBytes) {
        records++;
        bytes += moreBytes;
    }

    /** Messages taken in since the gateway's start. */
    public long records() {
        return records;
    }

    /** Bytes of their keys and values. */
    public long bytes() {
        return bytes;
    }
}
