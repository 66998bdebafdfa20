package io.sluice.gateway.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored in {@code sluice.sessions}, as JSON under its id.
 *
 * @param schema version of this form, {@link #SCHEMA}
 * @param id 32 hexadecimal digits
 * @param state {@link #ACTIVE}, {@link #DETACHED} or {@link #EXPIRED}
 * @param epoch rises with every resume
 * @param clientName what the client calls itself
 * @param gateway the gateway that serves it
 * @param windowMillis the reconnect window
 * @param createdAtMillis since 1970 UTC
 * @param changedAtMillis when the state began, since 1970 UTC
 * @param deadlineMillis until when a detached session may be resumed, since 1970 UTC; null otherwise
 * @param streams its open streams
 */
public record SessionRecord(
        int schema,
        String id,
        String state,
        long epoch,
        String clientName,
        String gateway,
        long windowMillis,
        long createdAtMillis,
        long changedAtMillis,
        @Nullable Long deadlineMillis,
        List<StoredStream> streams) {
    public static final int SCHEMA = 1;
    public static final String ACTIVE = "ACTIVE";
    public static final String DETACHED = "DETACHED";
    public static final String EXPIRED = "EXPIRED";

    /** Copies {@code streams}. */
    public SessionRecord {
        streams = List.copyOf(streams);
    }

    /** The same with streams that have come further than this record knows, or that it does not know yet. */
    SessionRecord withProgress(Map<Long, Long> lastSequences) {
        Map<Long, StoredStream> all = new LinkedHashMap<>();
        streams.forEach(stream -> all.put(stream.number(), stream));
        lastSequences.forEach((number, last) -> all.compute(number, (same, known) -> known == null
                ? new StoredStream(number, StoredStream.INGEST, "", Map.of(), last, null)
                : known.withLastSequence(Math.max(last, known.lastSequence()))));
        return new SessionRecord(schema, id, state, epoch, clientName, gateway, windowMillis, createdAtMillis,
                changedAtMillis, deadlineMillis, List.copyOf(all.values()));
    }
}
