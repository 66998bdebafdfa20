package io.sluice.crsp.client;

/**
 * Where to publish.
 *
 * @param topic an existing Kafka topic
 * @param maxUnconfirmed messages that may wait for their confirmation before {@link Publication#send} blocks
 * @param maxUnconfirmedBytes bytes that may, likewise
 */
public record PublishRequest(String topic, int maxUnconfirmed, long maxUnconfirmedBytes) {
    public PublishRequest {
        if (maxUnconfirmed < 1 || maxUnconfirmedBytes < 1) {
            throw new IllegalArgumentException("at least one message must be allowed to wait");
        }
    }

    /** A topic with room for 10,000 messages or 8 MiB waiting. */
    public static PublishRequest to(String topic) {
        return new PublishRequest(topic, 10_000, 8L * 1024 * 1024);
    }
}
