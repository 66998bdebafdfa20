package io.sluice.gateway.session;

/**
 * One stream of a session as it is shown to operators.
 *
 * @param id the stream's number in its session
 * @param kind what it carries, such as "delivery" or "ingest"
 * @param topic the Kafka topic
 * @param position the last processed position in the stream's own terms, for a delivery {@code partition:offset,…}
 * @param delivered messages carried since the stream was opened
 */
public record StreamView(long id, String kind, String topic, String position, long delivered) {
}
