package io.sluice.gateway.store;

import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A session's stream as it is stored.
 *
 * @param number the stream's number in its session
 * @param kind {@link #DELIVERY}, {@link #INGEST}, {@link #SEQUENCE}, {@link #RENDERER} or {@link #CONTROLLER}
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
    /** Of a renderer, whose name stands for the topic. */
    public static final String RENDERER = "renderer";
    /** Of a controller. */
    public static final String CONTROLLER = "controller";

    /** Copies {@code positions}. */
    public StoredStream {
        // Read from records, each would be a string of its own, a million times the same.
        kind = kind.intern();
        topic = topic.intern();
        positions = positions.entrySet().stream().collect(Collectors.toUnmodifiableMap(
                entry -> entry.getKey().intern(), Map.Entry::getValue));
    }

    /** True if how far it has come may be a record of its own. */
    public boolean hasProgress() {
        return kind.equals(INGEST) || kind.equals(SEQUENCE);
    }

    StoredStream withLastSequence(long last) {
        return new StoredStream(number, kind, topic, positions, last, sequence);
    }
}
