package io.sluice.gateway.session;

/**
 * One stream of a session as it is shown to operators.
 *
 * @param id the stream's number in its session
 * @param kind what it carries, such as "delivery" or "ingest"
 * @param topic the Kafka topic
 * @param position the last processed position in the stream's own terms, for a delivery {@code partition:offset,…}
 * @param delivered messages carried since the stream was opened
 * @param lag of a delivery: offsets from the next record to be delivered to the end, of all its partitions together
 * @param state what the stream does or waits for, for people; empty if there is nothing to say
 */
public record StreamView(
        long id, String kind, String topic, String position, long delivered, long lag, String state) {
    /** Of a stream that has no lag. */
    public StreamView(long id, String kind, String topic, String position, long delivered) {
        this(id, kind, topic, position, delivered, 0, "");
    }
}
