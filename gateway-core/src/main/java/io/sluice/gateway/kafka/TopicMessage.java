package io.sluice.gateway.kafka;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as an operator looks at it.
 *
 * @param timestampMillis since 1970 UTC
 * @param key null if it has none
 * @param value null if it has none
 * @param headers the first hundred, in their order
 */
public record TopicMessage(int partition, long offset, long timestampMillis, byte @Nullable [] key,
        byte @Nullable [] value, List<Header> headers) {
    private static final int SHOWN_HEADERS = 100;

    /** A header. */
    public record Header(String name, byte @Nullable [] value) {}

    /** Copies {@code headers}. */
    public TopicMessage {
        headers = List.copyOf(headers);
    }

    static TopicMessage of(ConsumerRecord<byte[], byte[]> record) {
        return new TopicMessage(record.partition(), record.offset(), record.timestamp(), record.key(), record.value(),
                Arrays.stream(record.headers().toArray()).limit(SHOWN_HEADERS)
                        .map(header -> new Header(header.key(), header.value())).toList());
    }
}
