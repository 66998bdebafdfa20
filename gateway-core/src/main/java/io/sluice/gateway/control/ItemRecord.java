package io.sluice.gateway.control;

import io.sluice.crsp.session.Item;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;

/**
 * An item as JSON.
 *
 * @param kind {@link #NONE} or {@link #TOPIC}
 */
public record ItemRecord(String kind, String name, int partition, long begin, long end) {
    static final String NONE = "none";
    static final String TOPIC = "topic";

    @JsonbCreator
    public ItemRecord(
            @JsonbProperty("kind") String kind,
            @JsonbProperty("name") String name,
            @JsonbProperty("partition") int partition,
            @JsonbProperty("begin") long begin,
            @JsonbProperty("end") long end) {
        this.kind = kind;
        this.name = name;
        this.partition = partition;
        this.begin = begin;
        this.end = end;
    }

    static ItemRecord of(Item item) {
        return switch (item) {
            case Item.None() -> new ItemRecord(NONE, "", 0, 0, 0);
            case Item.Topic(String name, int partition, long begin, long end) ->
                new ItemRecord(TOPIC, name, partition, begin, end);
        };
    }

    Item toItem() {
        return switch (kind) {
            case NONE -> new Item.None();
            case TOPIC -> new Item.Topic(name, partition, begin, end);
            default -> throw new IllegalArgumentException("an unknown kind of item: " + kind);
        };
    }
}
