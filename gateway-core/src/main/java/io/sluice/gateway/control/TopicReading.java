package io.sluice.gateway.control;

import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.Item;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.delivery.Cursor;
import io.sluice.gateway.delivery.DeliveryService;
import io.sluice.gateway.delivery.FetchedRecord;
import io.sluice.gateway.delivery.RecordSink;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Records of an item for a renderer of this gateway, as many as it has room for. On the event loop's thread. */
final class TopicReading implements RecordSink {
    /** What a record takes of the room besides its bytes: many small ones are as much of a burden. */
    private static final int RECORD_OVERHEAD = 1024;

    private final DeliveryService delivery;
    private final Item.Topic item;
    private final long number;
    private final GatewayRenderer.Events events;
    private long allowed;
    private @Nullable Cursor cursor;

    TopicReading(DeliveryService delivery, Item.Topic item, long number, GatewayRenderer.Events events) {
        this.delivery = delivery;
        this.item = item;
        this.number = number;
        this.events = events;
    }

    long number() {
        return number;
    }

    void begin(long position, long bytes) {
        allowed = bytes;
        open(Math.max(position, item.begin()));
    }

    private void open(long position) {
        if (position >= item.end()) {
            end();
        } else {
            cursor = delivery.open(
                    new TopicPartition(item.name(), item.partition()), position, new Filter.All(), this);
        }
    }

    void allow(long bytes) {
        allowed += bytes;
        Cursor present = cursor;
        if (present != null && allowed > 0) {
            present.wakeUp();
        }
    }

    void close() {
        Cursor present = cursor;
        cursor = null;
        if (present != null) {
            present.close();
        }
    }

    private void end() {
        close();
        events.onReadToTheEnd(number);
    }

    @Override
    public boolean offer(FetchedRecord record) {
        if (record.offset() >= item.end()) {
            end();
            return true;
        }
        if (allowed <= 0) {
            return false;
        }
        byte[] value = record.value();
        byte[] bytes = value == null ? new byte[0] : value;
        int cost = bytes.length + RECORD_OVERHEAD;
        allowed -= cost;
        events.onRecord(number, record.offset(), bytes, cost);
        if (record.offset() + 1 >= item.end()) {
            end();
        }
        return true;
    }

    /** The end may be a gap, such as a transaction leaves. */
    @Override
    public void onTail() {
        Cursor present = cursor;
        if (present != null && present.next() >= item.end()) {
            end();
        }
    }

    @Override
    public void onPositionGone(int partition, long position, long earliest, long latest) {
        cursor = null;
        open(Math.max(earliest, item.begin()));
    }

    @Override
    public void onReadRefused(int partition, ErrorCode code, String reason) {
        cursor = null;
        events.onReadRefused(number, code, reason);
    }
}
