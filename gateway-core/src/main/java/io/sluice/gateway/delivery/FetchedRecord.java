package io.sluice.gateway.delivery;

import io.sluice.crsp.session.Header;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as all its readers share it: with the message that delivers it, which is the same for every client and
 * therefore encoded once, on the thread that reads from Kafka. The value is kept in that message alone. Immutable.
 */
public final class FetchedRecord {
    /** What the objects take besides their bytes. */
    static final int OVERHEAD = 160;

    private final long offset;
    private final long timestamp;
    private final @Nullable RecordKey key;
    private final List<Header> headers;
    private final byte[] message;
    private final int valueLength;
    private final int bytes;

    private FetchedRecord(
            long offset, long timestamp, @Nullable RecordKey key, List<Header> headers, byte[] message,
            int valueLength, int bytes) {
        this.offset = offset;
        this.timestamp = timestamp;
        this.key = key;
        this.headers = headers;
        this.message = message;
        this.valueLength = valueLength;
        this.bytes = bytes;
    }

    /** The record as it came from Kafka. */
    public static FetchedRecord of(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = new ArrayList<>();
        int bytes = OVERHEAD;
        for (org.apache.kafka.common.header.Header each : record.headers()) {
            byte[] value = each.value();
            headers.add(new Header(each.key(), value));
            bytes += OVERHEAD + each.key().length() + (value == null ? 0 : value.length);
        }
        byte[] key = record.key();
        byte[] value = record.value();
        byte[] message = MessageCodec.encode(new Message.Delivery(
                record.partition(), record.offset(), record.timestamp(), key, headers, value));
        return new FetchedRecord(
                record.offset(),
                record.timestamp(),
                key == null ? null : new RecordKey(key),
                List.copyOf(headers),
                message,
                value == null ? -1 : value.length,
                bytes + message.length + (key == null ? 0 : key.length));
    }

    public long offset() {
        return offset;
    }

    /** As Kafka has it, in milliseconds since 1970 UTC. */
    long timestamp() {
        return timestamp;
    }

    @Nullable
    RecordKey key() {
        return key;
    }

    public List<Header> headers() {
        return headers;
    }

    /** A copy of the value. */
    public byte @Nullable [] value() {
        return valueLength < 0 ? null : Arrays.copyOfRange(message, message.length - valueLength, message.length);
    }

    /** The encoded {@link Message.Delivery}; must not be changed. */
    byte[] message() {
        return message;
    }

    /** Bytes of memory, about. */
    int bytes() {
        return bytes;
    }
}
