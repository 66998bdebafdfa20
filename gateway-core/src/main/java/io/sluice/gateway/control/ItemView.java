package io.sluice.gateway.control;

import io.sluice.crsp.session.Item;
import org.jspecify.annotations.Nullable;

/**
 * What is played, for operators and programs.
 *
 * @param item its name as commands take it: a topic's, or {@code library:} and that of a file
 * @param kind {@code topic} or {@code file}
 * @param name of the topic or the file
 * @param partition of the topic
 * @param begin the first offset, or 0 of a file
 * @param end the offset after the last one, or the size of a file in bytes; null if it never ends
 * @param version of the file
 * @param mediaType of the file
 */
public record ItemView(String item, String kind, String name, @Nullable Integer partition, long begin,
        @Nullable Long end, @Nullable Long version, @Nullable String mediaType) {
    /** Null for nothing. */
    static @Nullable ItemView of(Item item) {
        return switch (item) {
            case Item.None() -> null;
            case Item.Topic topic -> new ItemView(topic.label(), "topic", topic.name(), topic.partition(),
                    topic.begin(), topic.isEndless() ? null : topic.end(), null, null);
            case Item.File file -> new ItemView(file.label(), "file", file.name(), null, 0, file.size(),
                    file.version(), file.mediaType());
        };
    }
}
