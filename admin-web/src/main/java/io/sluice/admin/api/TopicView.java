package io.sluice.admin.api;

import io.sluice.gateway.kafka.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Kafka's.
 *
 * @param name its name
 * @param internal true if only gateways use it
 * @param partitions how many
 * @param leaderless numbers of those that no broker serves now
 * @param records offsets from the beginning to the end of all partitions, or null in a list
 * @param readers sessions of this gateway that it is delivered to, or null in a list
 * @param writers sessions of this gateway that publish to it, or null in a list
 * @param ranges the offsets of each partition; empty in a list
 */
public record TopicView(String name, boolean internal, int partitions, List<Integer> leaderless,
        @Nullable Long records, @Nullable Long readers, @Nullable Long writers, List<Topics.Range> ranges) {
    /** Copies the lists. */
    public TopicView {
        leaderless = List.copyOf(leaderless);
        ranges = List.copyOf(ranges);
    }
}
