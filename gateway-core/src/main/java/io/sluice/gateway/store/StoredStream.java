package io.sluice.gateway.store;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session's stream as it is stored.
 *
 * @param number the stream's number in its session
 * @param kind {@link #DELIVERY}, {@link #INGEST} or {@link #SEQUENCE}
 * @param topic the Kafka topic; empty if only the stream's progress is known
 * @param positions delivery: the next offset of each partition, as the client committed it
 * @param lastSequence ingest: the last confirmed sequence number; sequence: how many numbers are in Kafka
 * @param sequence the generated sequence, for that kind only
 */
public record StoredStream(
        long number,
        String kind,
        String topic,
        Map<String, Long> positions,
        long lastSequence,
        @Nullable StoredSequence sequence) {
    public static final String DELIVERY = "delivery";
    public static final String INGEST = "ingest";
    public static final String SEQUENCE = "sequence";

    /** Copies {@code positions}. */
    @JsonbCreator
    public StoredStream(
            @JsonbProperty("number") long number,
            @JsonbProperty("kind") String kind,
            @JsonbProperty("topic") String topic,
            @JsonbProperty("positions") Map<String, Long> positions,
            @JsonbProperty("lastSequence") long lastSequence,
            @JsonbProperty("sequence") @Nullable StoredSequence sequence) {
        this.number = number;
        // Read from records, each would be a string of its own, a million times the same.
        this.kind = kind.intern();
        this.topic = topic.intern();
        this.positions = positions.entrySet().stream().collect(Collectors.toUnmodifiableMap(
                entry -> entry.getKey().intern(), Map.Entry::getValue));
        this.lastSequence = lastSequence;
        this.sequence = sequence;
    }

    StoredStream withLastSequence(long last) {
        return new StoredStream(number, kind, topic, positions, last, sequence);
    }
}
