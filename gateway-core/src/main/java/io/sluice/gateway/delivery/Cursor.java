package io.sluice.gateway.delivery;

import io.sluice.crsp.session.Filter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One reader's place in a partition. All methods run on the event loop's thread. */
public final class Cursor {
    private final PartitionFeed feed;
    private final RecordSink sink;
    private final Filter filter;
    private long next;
    private @Nullable RecordBatch batch;
    private int batchIndex;
    private boolean reading;
    private boolean scheduled;
    private boolean closed;

    Cursor(PartitionFeed feed, long start, Filter filter, RecordSink sink) {
        this.feed = feed;
        this.next = start;
        this.filter = filter;
        this.sink = sink;
    }

    /** The offset of the next record that will be looked at. */
    public long next() {
        return next;
    }

    /** Goes on after the sink refused a record. */
    public void wakeUp() {
        if (!closed && !scheduled) {
            scheduled = true;
            feed.schedule(this);
        }
    }

    /** Ends the reading; nothing is offered any more. */
    public void close() {
        if (!closed) {
            closed = true;
            batch = null;
            feed.remove(this);
        }
    }

    boolean isClosed() { return closed; }

    RecordSink sink() {
        return sink;
    }

    /**
     * Offers what is at hand, up to a number of records so that others have their turn.
     *
     * @return false if the sink refused
     */
    boolean pump(int turn) {
        scheduled = false;
        for (int i = 0; i < turn && !closed; i++) {
            ConsumerRecord<byte[], byte[]> record = peek();
            if (record == null) {
                return true;
            }
            if (RecordFilter.matches(filter, record) && !sink.offer(record)) {
                return false;
            }
            if (closed) {
                return true;
            }
            next = record.offset() + 1;
            batchIndex++;
        }
        wakeUp();
        return true;
    }

    /** The next record from the own batch or the shared ring, or null if none is at hand; then one is asked for. */
    private @Nullable ConsumerRecord<byte[], byte[]> peek() {
        RecordBatch own = batch;
        if (own != null) {
            if (batchIndex < own.records().size()) {
                return own.records().get(batchIndex);
            }
            next = Math.max(next, own.end());
            batch = null;
        }
        ConsumerRecord<byte[], byte[]> shared = feed.ring().at(next);
        if (shared != null) {
            return shared;
        }
        if (feed.ring().covers(next)) {
            next = feed.ring().end();
        } else if (!reading && !feed.ring().isUnset()) {
            reading = true;
            feed.requestCatchUp(this);
        }
        return null;
    }

    void onBatch(RecordBatch read) {
        reading = false;
        if (closed) {
            return;
        }
        batch = read;
        batchIndex = 0;
        while (batchIndex < read.records().size() && read.records().get(batchIndex).offset() < next) {
            batchIndex++;
        }
        wakeUp();
    }
}
