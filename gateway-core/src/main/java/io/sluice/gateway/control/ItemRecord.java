package io.sluice.gateway.control;

import io.sluice.crsp.session.Item;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import org.jspecify.annotations.Nullable;

/**
 * An item as JSON.
 *
 * @param kind {@link #NONE}, {@link #TOPIC} or {@link #FILE}
 * @param end of a file its size
 * @param version of a file; otherwise 0
 * @param mediaType of a file; otherwise empty
 */
public record ItemRecord(
        String kind, String name, int partition, long begin, long end, long version, @Nullable String mediaType) {
    static final String NONE = "none";
    static final String TOPIC = "topic";
    static final String FILE = "file";

    @JsonbCreator
    public ItemRecord(
            @JsonbProperty("kind") String kind,
            @JsonbProperty("name") String name,
            @JsonbProperty("partition") int partition,
            @JsonbProperty("begin") long begin,
            @JsonbProperty("end") long end,
            @JsonbProperty("version") long version,
            @JsonbProperty("mediaType") @Nullable String mediaType) {
        this.kind = kind;
        this.name = name;
        this.partition = partition;
        this.begin = begin;
        this.end = end;
        this.version = version;
        this.mediaType = mediaType;
    }

    static ItemRecord of(Item item) {
        return switch (item) {
            case Item.None() -> new ItemRecord(NONE, "", 0, 0, 0, 0, "");
            case Item.Topic(String name, int partition, long begin, long end) ->
                new ItemRecord(TOPIC, name, partition, begin, end, 0, "");
            case Item.File(String name, long version, long size, String mediaType) ->
                new ItemRecord(FILE, name, 0, 0, size, version, mediaType);
        };
    }

    Item toItem() {
        return switch (kind) {
            case NONE -> new Item.None();
            case TOPIC -> new Item.Topic(name, partition, begin, end);
            case FILE -> new Item.File(name, version, end, mediaType == null ? "" : mediaType);
            default -> throw new IllegalArgumentException("an unknown kind of item: " + kind);
        };
    }
}
