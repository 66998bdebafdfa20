package io.sluice.gateway.library;

import io.sluice.crsp.session.Filter;
import io.sluice.gateway.delivery.Cursor;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.delivery.RecordSink;
import io.sluice.gateway.kafka.TopicCatalog;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;

/** Kafka, read once for all that want the same at the same time. */
record SharedLog(DeliveryService delivery, TopicCatalog catalog) implements ContentReader.Log {
    private record CursorPlace(Cursor cursor) implements ContentReader.Place {
        @Override
        public long next() {
            return cursor.next();
        }

        @Override
        public void wakeUp() {
            cursor.wakeUp();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    @Override
    public ContentReader.Place open(TopicPartition partition, long start, Filter filter, RecordSink sink) {
        return new CursorPlace(delivery.open(partition, start, filter, sink));
    }

    @Override
    public CompletableFuture<Long> endOffset(TopicPartition partition) {
        return catalog.endOffset(partition);
    }
}
