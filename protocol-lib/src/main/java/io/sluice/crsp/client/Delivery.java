package io.sluice.crsp.client;

import io.sluice.crsp.session.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record as it is delivered.
 *
 * @param timestampMillis milliseconds since 1970 UTC
 * @param key the application's to keep and change, as is {@code value}
 */
public record Delivery(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        List<Header> headers,
        byte @Nullable [] value) {}
