package io.sluice.gateway.store;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Session records and progress as bytes: JSON with the version of its form. Read and written as a stream of tokens,
 * because a gateway that takes over a million sessions reads a million of them. Fields that are not known are left out,
 * so that an older gateway reads what a newer one adds. Safe for threads.
 */
public final class SessionCodec {
    private static final String PROGRESS_HEAD = "{\"schema\":" + SessionRecord.SCHEMA + ",\"lastSequence\":";
    private static final int TYPICAL_BYTES = 512;

    private final JsonParserFactory parsers;
    private final JsonGeneratorFactory generators;

    /** Finds the container's JSON provider: call it where the application's context is. */
    public SessionCodec() {
        parsers = Json.createParserFactory(Map.of());
        generators = Json.createGeneratorFactory(Map.of());
    }

    byte[] encode(SessionRecord session) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator out = generators.createGenerator(bytes, StandardCharsets.UTF_8)) {
            out.writeStartObject()
                    .write("schema", session.schema())
                    .write("id", session.id())
                    .write("state", session.state())
                    .write("epoch", session.epoch())
                    .write("clientName", session.clientName())
                    .write("gateway", session.gateway())
                    .write("windowMillis", session.windowMillis())
                    .write("createdAtMillis", session.createdAtMillis())
                    .write("changedAtMillis", session.changedAtMillis());
            Long deadline = session.deadlineMillis();
            if (deadline != null) {
                out.write("deadlineMillis", deadline);
            }
            out.writeStartArray("streams");
            session.streams().forEach(stream -> encode(stream, out));
            out.writeEnd().writeEnd();
        }
        return bytes.toByteArray();
    }

    private static void encode(StoredStream stream, JsonGenerator out) {
        out.writeStartObject()
                .write("number", stream.number())
                .write("kind", stream.kind())
                .write("topic", stream.topic())
                .writeStartObject("positions");
        stream.positions().forEach(out::write);
        out.writeEnd().write("lastSequence", stream.lastSequence());
        StoredSequence sequence = stream.sequence();
        if (sequence != null) {
            out.writeStartObject("sequence")
                    .write("seed", sequence.seed())
                    .write("length", sequence.length())
                    .write("intervalMillis", sequence.intervalMillis())
                    .write("createdAtMillis", sequence.createdAtMillis())
                    .writeEnd();
        }
        out.writeEnd();
    }

    /**
     * @throws IllegalArgumentException if these are not a session's bytes, or of a form that is not known
     */
    SessionRecord decode(byte[] value) {
        try (JsonParser in = parsers.createParser(new ByteArrayInputStream(value), StandardCharsets.UTF_8)) {
            if (in.next() != Event.START_OBJECT) {
                throw new IllegalArgumentException("no JSON object");
            }
            return session(in);
        } catch (JsonException | NoSuchElementException | IllegalStateException | NullPointerException
                | ArithmeticException e) {
            throw new IllegalArgumentException("no session's record: " + e.getMessage(), e);
        }
    }

    private static SessionRecord session(JsonParser in) {
        int schema = 0;
        String id = null;
        String state = null;
        long epoch = 0;
        String clientName = "";
        String gateway = "";
        long windowMillis = 0;
        long createdAtMillis = 0;
        long changedAtMillis = 0;
        Long deadlineMillis = null;
        List<StoredStream> streams = List.of();
        while (in.next() == Event.KEY_NAME) {
            String key = in.getString();
            Event event = in.next();
            switch (key) {
                case "schema" -> schema = in.getInt();
                case "id" -> id = in.getString();
                // Each would be a string of its own otherwise, a million times the same.
                case "state" -> state = in.getString().intern();
                case "gateway" -> gateway = in.getString().intern();
                case "clientName" -> clientName = in.getString();
                case "epoch" -> epoch = in.getLong();
                case "windowMillis" -> windowMillis = in.getLong();
                case "createdAtMillis" -> createdAtMillis = in.getLong();
                case "changedAtMillis" -> changedAtMillis = in.getLong();
                case "deadlineMillis" -> deadlineMillis = event == Event.VALUE_NULL ? null : in.getLong();
                case "streams" -> streams = streams(in);
                default -> skip(in, event);
            }
        }
        if (schema != SessionRecord.SCHEMA) {
            throw new IllegalArgumentException("schema " + schema + " is not known to this gateway");
        }
        return new SessionRecord(schema, required(id, "id"), required(state, "state"), epoch, clientName, gateway,
                windowMillis, createdAtMillis, changedAtMillis, deadlineMillis, streams);
    }

    private static List<StoredStream> streams(JsonParser in) {
        List<StoredStream> streams = new ArrayList<>(1);
        while (in.next() == Event.START_OBJECT) {
            streams.add(stream(in));
        }
        return streams;
    }

    private static StoredStream stream(JsonParser in) {
        long number = -1;
        String kind = null;
        String topic = "";
        Map<String, Long> positions = Map.of();
        long lastSequence = 0;
        StoredSequence sequence = null;
        while (in.next() == Event.KEY_NAME) {
            String key = in.getString();
            Event event = in.next();
            switch (key) {
                case "number" -> number = in.getLong();
                case "kind" -> kind = in.getString();
                case "topic" -> topic = in.getString();
                case "positions" -> positions = positions(in);
                case "lastSequence" -> lastSequence = in.getLong();
                case "sequence" -> sequence = event == Event.VALUE_NULL ? null : sequence(in);
                default -> skip(in, event);
            }
        }
        return new StoredStream(number, required(kind, "kind"), topic, positions, lastSequence, sequence);
    }

    private static Map<String, Long> positions(JsonParser in) {
        Map<String, Long> positions = new HashMap<>();
        while (in.next() == Event.KEY_NAME) {
            String partition = in.getString();
            in.next();
            positions.put(partition, in.getLong());
        }
        return positions;
    }

    private static StoredSequence sequence(JsonParser in) {
        long seed = 0;
        int length = 0;
        long intervalMillis = 0;
        long createdAtMillis = 0;
        while (in.next() == Event.KEY_NAME) {
            String key = in.getString();
            Event event = in.next();
            switch (key) {
                case "seed" -> seed = in.getLong();
                case "length" -> length = in.getInt();
                case "intervalMillis" -> intervalMillis = in.getLong();
                case "createdAtMillis" -> createdAtMillis = in.getLong();
                default -> skip(in, event);
            }
        }
        return new StoredSequence(seed, length, intervalMillis, createdAtMillis);
    }

    private static void skip(JsonParser in, Event event) {
        switch (event) {
            case START_OBJECT -> in.skipObject();
            case START_ARRAY -> in.skipArray();
            default -> {
            }
        }
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value;
    }

    /** Written by hand: one a stream and commit, and always of this shape. */
    static byte[] encodeProgress(long lastSequence) {
        return (PROGRESS_HEAD + lastSequence + '}').getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * @throws IllegalArgumentException if these are not the bytes of progress, or of a form that is not known
     */
    static long decodeProgress(byte[] value) {
        String text = new String(value, StandardCharsets.US_ASCII);
        if (!text.startsWith(PROGRESS_HEAD) || !text.endsWith("}")) {
            throw new IllegalArgumentException("no progress that this gateway knows: " + text);
        }
        return Long.parseLong(text, PROGRESS_HEAD.length(), text.length() - 1, 10);
    }
}
