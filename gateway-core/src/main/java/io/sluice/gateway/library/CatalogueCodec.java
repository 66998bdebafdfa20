package io.sluice.gateway.library;

import io.sluice.gateway.library.CatalogueEntry.ChunkForgotten;
import io.sluice.gateway.library.CatalogueEntry.ChunkStored;
import io.sluice.gateway.library.CatalogueEntry.FileForgotten;
import io.sluice.gateway.library.CatalogueEntry.FileStored;
import io.sluice.gateway.library.CatalogueEntry.RemovalBegun;
import io.sluice.gateway.library.CatalogueEntry.RemovalForgotten;
import io.sluice.gateway.library.CatalogueEntry.UploadBegun;
import io.sluice.gateway.library.CatalogueEntry.UploadForgotten;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue's records as bytes: a key such as {@code file/…} and JSON with the version of its form, or nothing where
 * something is forgotten. Safe for threads.
 */
final class CatalogueCodec {
    private static final int SCHEMA = 1;

    private final JsonReaderFactory readers;
    private final JsonBuilderFactory builders;

    /** Finds the container's JSON provider: call it where the application's context is. */
    CatalogueCodec() {
        readers = Json.createReaderFactory(Map.of());
        builders = Json.createBuilderFactory(Map.of());
    }

    byte[] key(CatalogueEntry entry) {
        return FileNames.utf8(switch (entry) {
            case FileStored e -> "file/" + e.id();
            case FileForgotten e -> "file/" + e.id();
            case UploadBegun e -> "upload/" + e.id();
            case UploadForgotten e -> "upload/" + e.id();
            case ChunkStored e -> "chunk/" + e.id() + "/" + e.index();
            case ChunkForgotten e -> "chunk/" + e.id() + "/" + e.index();
            case RemovalBegun e -> "removal/" + e.id();
            case RemovalForgotten e -> "removal/" + e.id();
        });
    }

    byte @Nullable [] value(CatalogueEntry entry) {
        JsonObjectBuilder json = switch (entry) {
            case FileStored e -> facts(e.facts())
                    .add("createdMillis", e.createdMillis())
                    .add("partition", e.partition())
                    .add("chunkBytes", e.chunkBytes())
                    .add("offsets", Base64.getEncoder().encodeToString(e.offsets()));
            case UploadBegun e -> facts(e.facts()).add("partition", e.partition()).add("chunkBytes", e.chunkBytes());
            case ChunkStored e -> begin().add("offset", e.offset());
            case RemovalBegun e -> begin().add("partition", e.partition()).add("chunks", e.chunks());
            case FileForgotten ignored -> null;
            case UploadForgotten ignored -> null;
            case ChunkForgotten ignored -> null;
            case RemovalForgotten ignored -> null;
        };
        return json == null ? null : FileNames.utf8(json.build().toString());
    }

    private JsonObjectBuilder begin() {
        return builders.createObjectBuilder().add("schema", SCHEMA);
    }

    private JsonObjectBuilder facts(FileFacts facts) {
        return begin()
                .add("name", facts.name())
                .add("size", facts.size())
                .add("mediaType", facts.mediaType())
                .add("sha256", facts.sha256());
    }

    /** @throws IllegalArgumentException if this is no record of a catalogue, or of a form that is not known */
    CatalogueEntry decode(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null) {
            throw new IllegalArgumentException("a record has no key");
        }
        String[] parts = new String(key, StandardCharsets.UTF_8).split("/", -1);
        boolean ofChunk = parts[0].equals("chunk");
        if (parts.length != (ofChunk ? 3 : 2)) {
            throw new IllegalArgumentException("a key is not known");
        }
        String id = parts[1];
        int index = ofChunk ? Integer.parseInt(parts[2]) : 0;
        return value == null ? forgotten(parts[0], id, index) : decode(parts[0], id, index, value);
    }

    private static CatalogueEntry forgotten(String kind, String id, int index) {
        return switch (kind) {
            case "file" -> new FileForgotten(id);
            case "upload" -> new UploadForgotten(id);
            case "chunk" -> new ChunkForgotten(id, index);
            case "removal" -> new RemovalForgotten(id);
            default -> throw new IllegalArgumentException("records of " + kind + " are not known");
        };
    }

    private CatalogueEntry decode(String kind, String id, int index, byte[] value) {
        try (JsonReader reader = readers.createReader(new ByteArrayInputStream(value), StandardCharsets.UTF_8)) {
            JsonObject json = reader.readObject();
            if (json.getInt("schema", 0) != SCHEMA) {
                throw new IllegalArgumentException("schema " + json.get("schema") + " is not known to this gateway");
            }
            return switch (kind) {
                case "file" -> new FileStored(id, facts(json), number(json, "createdMillis"), json.getInt("partition"),
                        json.getInt("chunkBytes"), Base64.getDecoder().decode(json.getString("offsets")));
                case "upload" ->
                    new UploadBegun(id, facts(json), json.getInt("partition"), json.getInt("chunkBytes"));
                case "chunk" -> new ChunkStored(id, index, number(json, "offset"));
                case "removal" -> new RemovalBegun(id, json.getInt("partition"), json.getInt("chunks"));
                default -> throw new IllegalArgumentException("records of " + kind + " are not known");
            };
        } catch (JsonException | NullPointerException | ClassCastException | ArithmeticException e) {
            throw new IllegalArgumentException("no record of a catalogue: " + e.getMessage(), e);
        }
    }

    private static FileFacts facts(JsonObject json) {
        return new FileFacts(json.getString("name"), number(json, "size"), json.getString("mediaType"),
                json.getString("sha256"));
    }

    private static long number(JsonObject json, String name) {
        return json.getJsonNumber(name).longValueExact();
    }
}
