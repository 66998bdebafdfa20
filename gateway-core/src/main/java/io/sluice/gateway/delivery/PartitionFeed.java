package io.sluice.gateway.delivery;

import io.sluice.crsp.wire.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One partition for all its readers: the ring of its newest records, which the tail reader fills, and the cursors. A
 * cursor that is behind the ring reads through the catch-up readers until it reaches the ring. Cursors that wait at the
 * tail for one key are found by the key of what comes, so that a record costs what its own readers cost, however many
 * others there are. On the event loop's thread.
 */
final class PartitionFeed {
    /** Nanoseconds that a record is near the tail, at least; at most twice as many. */
    private static final long NEAR = 500_000_000L;

    private final TopicPartition partition;
    private final RecordRing ring;
    private final Host host;
    private final Set<Cursor> cursors = new LinkedHashSet<>();
    private final Set<Cursor> atTail = new LinkedHashSet<>();
    private final Map<RecordKey, Set<Cursor>> atTailByKey = new HashMap<>();
    private boolean read;
    private long lastEnd = -1;
    /** What is as new as this or newer counts as the tail; older records of the ring are for those that catch up. */
    private long near = -1;
    private long nextNear = -1;
    private long nearSince;
    private long epoch;
    private long lastLag;

    /** What a feed needs of the service. */
    interface Host {
        Turns turns();

        CatchUp catchUp();

        DeliveryCounters counters();

        /** The feed has readers that are not paused, or has none any more: then its tail need not be read. */
        void onReading(PartitionFeed feed, boolean wanted);

        /** The last cursor is gone. */
        void onIdle(PartitionFeed feed);
    }

    PartitionFeed(TopicPartition partition, long ringBytes, Host host) {
        this.partition = partition;
        this.ring = new RecordRing(ringBytes);
        this.host = host;
    }

    TopicPartition partition() {
        return partition;
    }

    RecordRing ring() {
        return ring;
    }

    DeliveryCounters counters() {
        return host.counters();
    }

    /** Tells batches that were asked for last from those of before. */
    long epoch() {
        return epoch;
    }

    /** The offset after the newest record, as far as known; -1 if not at all. */
    long end() {
        return ring.isUnset() ? lastEnd : ring.end();
    }

    /** What Kafka said of the end while the tail is not read. */
    void onEnd(long end) {
        lastEnd = end;
    }

    /** True if a reader is not paused. */
    boolean isRead() { return read; }

    /** How many read it. */
    int readers() {
        return cursors.size();
    }

    /** Adds up the lag of all its readers, and keeps it as {@link #lastLag()}. */
    void measureLag() {
        lastLag = cursors.stream().mapToLong(Cursor::lag).sum();
    }

    long lastLag() {
        return lastLag;
    }

    // Cursors.

    Cursor open(long start, RecordFilter filter, RecordSink sink, boolean paused) {
        Cursor cursor = new Cursor(this, start, filter, sink);
        cursors.add(cursor);
        if (paused) {
            cursor.pause();
        } else {
            cursor.wakeUp();
            onReadingChanged();
        }
        return cursor;
    }

    void remove(Cursor cursor) {
        cursors.remove(cursor);
        onReadingChanged();
        if (cursors.isEmpty()) {
            host.onIdle(this);
        }
    }

    void onReadingChanged() {
        boolean wanted = cursors.stream().anyMatch(cursor -> cursor.state() != Cursor.State.PAUSED);
        if (wanted != read) {
            read = wanted;
            host.onReading(this, wanted);
        }
    }

    void queue(Cursor cursor) {
        if (isBehind(cursor.next())) {
            host.turns().addToCatchUp(cursor);
        } else {
            host.turns().addToTail(cursor);
        }
    }

    /** True for a place that is not among the newest records. */
    boolean isBehind(long offset) {
        return !ring.isUnset() && offset < Math.max(ring.start(), near);
    }

    @Nullable
    RecordRun runAt(long offset) {
        RecordRun shared = ring.runAt(offset);
        return shared != null || ring.covers(offset) ? shared : host.catchUp().cached(partition, offset);
    }

    void fetch(Cursor cursor, long offset) {
        host.catchUp().request(this, offset, cursor);
    }

    void cancelFetch(Cursor cursor, long offset) {
        host.catchUp().cancel(this, offset, cursor);
    }

    // Waiting at the tail.

    void park(Cursor cursor) {
        if (cursor.wantsEveryBatch() || !(cursor.filter() instanceof RecordFilter.Key(RecordKey key))) {
            atTail.add(cursor);
        } else {
            atTailByKey.computeIfAbsent(key, each -> new LinkedHashSet<>()).add(cursor);
        }
    }

    void unpark(Cursor cursor) {
        if (!atTail.remove(cursor) && cursor.filter() instanceof RecordFilter.Key(RecordKey key)) {
            Set<Cursor> same = atTailByKey.get(key);
            if (same != null && same.remove(cursor) && same.isEmpty()) {
                atTailByKey.remove(key);
            }
        }
    }

    private List<Cursor> unparkAll() {
        List<Cursor> all = new ArrayList<>(atTail);
        atTailByKey.values().forEach(all::addAll);
        atTail.clear();
        atTailByKey.clear();
        return all;
    }

    /** The tail is read from here on. */
    long restart(long offset) {
        unparkAll().forEach(Cursor::settle);
        ring.restart(offset);
        near = offset;
        nextNear = offset;
        nearSince = host.turns().now();
        lastEnd = offset;
        return ++epoch;
    }

    /** The tail is not read any more. */
    void stop() {
        lastEnd = end();
        unparkAll();
        List.copyOf(cursors).forEach(Cursor::settle);
        ring.clear();
        epoch++;
    }

    /**
     * The tail reader has read on.
     *
     * @return false if the batch does not follow what came before: then the tail must be joined anew
     */
    boolean onTail(long batchEpoch, RecordRun batch) {
        if (batchEpoch != epoch || ring.isUnset()) {
            return true;
        }
        if (batch.start() != ring.end()) {
            return false;
        }
        List<Cursor> woken = new ArrayList<>(atTail);
        atTail.clear();
        long before = ring.end();
        age(before);
        ring.append(batch.records(), batch.end());
        for (Cursor cursor : woken) {
            cursor.onRecord(before);
        }
        if (!atTailByKey.isEmpty()) {
            wakeByKey(batch.records());
        }
        return true;
    }

    private void age(long end) {
        long now = host.turns().now();
        if (now - nearSince >= NEAR) {
            near = nextNear;
            nextNear = end;
            nearSince = now;
        }
    }

    private void wakeByKey(List<FetchedRecord> records) {
        for (FetchedRecord record : records) {
            RecordKey key = record.key();
            Set<Cursor> waiting = key == null ? null : atTailByKey.remove(key);
            if (waiting != null) {
                waiting.forEach(cursor -> cursor.onRecord(record.offset()));
            }
        }
    }

    // Trouble.

    /**
     * Tells cursors whose places are not within this range, or all of them if what is there is not what was.
     *
     * @return true if there were any
     */
    boolean onRange(long earliest, long latest, boolean all) {
        boolean gone = false;
        for (Cursor cursor : List.copyOf(cursors)) {
            long position = cursor.next();
            if (all || position < earliest || position > latest) {
                gone = true;
                cursor.close();
                cursor.sink().onPositionGone(partition.partition(), position, earliest, latest);
            }
        }
        return gone;
    }

    void onRefused(ErrorCode code, String reason) {
        for (Cursor cursor : List.copyOf(cursors)) {
            cursor.close();
            cursor.sink().onReadRefused(partition.partition(), code, reason);
        }
    }
}
