package io.sluice.gateway.library;

import io.sluice.crsp.session.Filter;
import io.sluice.gateway.delivery.FetchedRecord;
import io.sluice.gateway.delivery.RecordSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A partition, and cursors that offer a record at a turn. */
final class FakeKafka implements ContentReader.Log {
    final TreeMap<Long, ConsumerRecord<byte[], byte[]>> records = new TreeMap<>();
    /** Cursors that are open. */
    final List<FakePlace> places = new ArrayList<>();
    /** Cursors that were opened so far. */
    int opened;
    private long end;

    /** The offset of the next record. */
    long end() {
        return end;
    }

    /** Lets every cursor look at a record; returns whether one could. */
    boolean turn() {
        boolean moved = false;
        for (FakePlace place : List.copyOf(places)) {
            moved |= place.turn();
        }
        return moved;
    }

    void append(String key, byte @Nullable [] value) {
        records.put(end, new ConsumerRecord<>("content", 0, end, key.getBytes(StandardCharsets.UTF_8), value));
        end++;
    }

    @Override
    public ContentReader.Place open(TopicPartition partition, long start, Filter filter, RecordSink sink) {
        opened++;
        FakePlace place = new FakePlace(start, filter, sink);
        places.add(place);
        return place;
    }

    @Override
    public CompletableFuture<Long> endOffset(TopicPartition partition) {
        return CompletableFuture.completedFuture(end);
    }

    final class FakePlace implements ContentReader.Place {
        private final Filter filter;
        private final RecordSink sink;
        private long next;
        private boolean refused;

        FakePlace(long start, Filter filter, RecordSink sink) {
            this.next = start;
            this.filter = filter;
            this.sink = sink;
        }

        @Override
        public long next() {
            return next;
        }

        @Override
        public void wakeUp() {
            refused = false;
        }

        @Override
        public void close() {
            places.remove(this);
        }

        private boolean turn() {
            if (refused || next >= end || !places.contains(this)) {
                return false;
            }
            ConsumerRecord<byte[], byte[]> record = records.get(next);
            if (record == null || !matches(record.key())) {
                next++;
                return true;
            }
            if (sink.offer(FetchedRecord.of(record))) {
                next++;
            } else {
                refused = true;
            }
            return true;
        }

        private boolean matches(byte[] key) {
            return switch (filter) {
                case Filter.Key(byte[] wanted) -> Arrays.equals(key, wanted);
                case Filter.KeyPrefix(byte[] prefix) ->
                    key.length >= prefix.length && Arrays.equals(Arrays.copyOf(key, prefix.length), prefix);
                default -> throw new AssertionError("reads everything");
            };
        }
    }
}
