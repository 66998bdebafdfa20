package io.sluice.crsp.client;

import io.sluice.crsp.session.Guarantee;

/**
 * Where to publish, and how safely.
 *
 * @param topic an existing Kafka topic
 * @param guarantee what may be relied on. Default exactly once
 * @param maxUnconfirmed messages that may wait for their confirmation before {@link Publication#send} blocks
 * @param maxUnconfirmedBytes bytes that may, likewise
 */
public record PublishRequest(String topic, Guarantee guarantee, int maxUnconfirmed, long maxUnconfirmedBytes) {
    public PublishRequest {
        if (maxUnconfirmed < 1 || maxUnconfirmedBytes < 1) {
            throw new IllegalArgumentException("at least one message must be allowed to wait");
        }
    }

    /** A topic, exactly once, with room for 10,000 messages or 8 MiB waiting. */
    public static PublishRequest to(String topic) {
        return new PublishRequest(topic, Guarantee.EXACTLY_ONCE, 10_000, 8L * 1024 * 1024);
    }

    /** The same with another guarantee. */
    public PublishRequest withGuarantee(Guarantee other) {
        return new PublishRequest(topic, other, maxUnconfirmed, maxUnconfirmedBytes);
    }

    /** The same with room for other amounts of messages and bytes. */
    public PublishRequest withMaxUnconfirmed(int messages, long bytes) {
        return new PublishRequest(topic, guarantee, messages, bytes);
    }
}
