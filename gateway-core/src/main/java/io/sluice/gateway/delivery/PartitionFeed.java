package io.sluice.gateway.delivery;

import io.sluice.crsp.session.Filter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition for all its readers: the ring of its newest records, which the tail reader fills, and the cursors. A
 * cursor that is behind the ring reads on its own, through the catch-up readers, until it reaches the ring. On the
 * event loop's thread.
 */
final class PartitionFeed {
    /** Records that one cursor may take before others have their turn. */
    private static final int TURN = 256;

    private final TopicPartition partition;
    private final RecordRing ring;
    private final DeliveryService service;
    private final Set<Cursor> cursors = new LinkedHashSet<>();

    PartitionFeed(TopicPartition partition, long ringBytes, DeliveryService service) {
        this.partition = partition;
        this.ring = new RecordRing(ringBytes);
        this.service = service;
    }

    TopicPartition partition() {
        return partition;
    }

    RecordRing ring() {
        return ring;
    }

    Cursor open(long start, Filter filter, RecordSink sink) {
        Cursor cursor = new Cursor(this, start, filter, sink);
        cursors.add(cursor);
        cursor.wakeUp();
        return cursor;
    }

    void remove(Cursor cursor) {
        cursors.remove(cursor);
        if (cursors.isEmpty()) {
            service.onFeedIdle(this);
        }
    }

    boolean isIdle() { return cursors.isEmpty(); }

    void schedule(Cursor cursor) {
        service.execute(() -> {
            if (!cursor.isClosed()) {
                cursor.pump(TURN);
            }
        });
    }

    void requestCatchUp(Cursor cursor) {
        service.requestCatchUp(this, cursor);
    }

    /** The tail reader has read on. */
    void onTail(RecordBatch batch) {
        ring.append(batch);
        for (Cursor cursor : List.copyOf(cursors)) {
            cursor.wakeUp();
        }
    }

    void onGone(long position, long earliest, long latest) {
        for (Cursor cursor : new ArrayList<>(cursors)) {
            if (cursor.next() < earliest || cursor.next() > latest) {
                cursor.close();
                cursor.sink().onPositionGone(partition.partition(), cursor.next(), earliest, latest);
            }
        }
        if (ring.isUnset() || position < earliest || position > latest) {
            ring.restart(latest);
        }
    }

    void onRefused(String reason) {
        for (Cursor cursor : new ArrayList<>(cursors)) {
            cursor.close();
            cursor.sink().onReadRefused(partition.partition(), reason);
        }
    }
}
