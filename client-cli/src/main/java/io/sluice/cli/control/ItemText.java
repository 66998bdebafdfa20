package io.sluice.cli.control;

import io.sluice.cli.output.Json;
import io.sluice.crsp.session.Item;

/** Items in words and as JSON. */
final class ItemText {
    private ItemText() {}

    /** The name, and which partition if that is not the first. */
    static String of(Item item) {
        return switch (item) {
            case Item.None() -> "nothing";
            case Item.Topic(String name, int partition, long begin, long end) ->
                partition == 0 ? name : name + ", partition " + partition;
            case Item.File file -> file.label();
        };
    }

    /** How far a position is in its item. */
    static String progress(Item item, long position) {
        return switch (item) {
            case Item.None() -> "";
            case Item.Topic topic when topic.isEndless() -> "at " + position;
            case Item.Topic topic -> "at " + position + " of " + topic.begin() + " to " + topic.end();
            case Item.File file -> "at " + position + " of " + file.size() + " bytes";
        };
    }

    static Json json(Item item) {
        return switch (item) {
            case Item.None() -> Json.object().put("kind", "none");
            case Item.Topic topic ->
                Json.object().put("kind", "topic").put("name", topic.name()).put("partition", topic.partition())
                        .put("begin", topic.begin()).put("end", topic.isEndless() ? null : topic.end());
            case Item.File file ->
                Json.object().put("kind", "file").put("name", file.name()).put("version", file.version())
                        .put("size", file.size()).put("mediaType", file.mediaType());
        };
    }
}
