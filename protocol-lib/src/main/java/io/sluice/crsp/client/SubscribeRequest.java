package io.sluice.crsp.client;

import io.sluice.crsp.session.Start;
import org.jspecify.annotations.Nullable;

/**
 * What to deliver.
 *
 * @param partition one partition, or {@link #ALL_PARTITIONS}
 * @param key only records of this key, or null for all
 * @param start where to begin
 */
public record SubscribeRequest(String topic, int partition, byte @Nullable [] key, Start start) {
    /** For {@link #partition}. */
    public static final int ALL_PARTITIONS = -1;

    /** A whole topic from its oldest record. */
    public static SubscribeRequest earliest(String topic) {
        return new SubscribeRequest(topic, ALL_PARTITIONS, null, new Start.Earliest());
    }

    /** A whole topic from now on. */
    public static SubscribeRequest latest(String topic) {
        return new SubscribeRequest(topic, ALL_PARTITIONS, null, new Start.Latest());
    }

    /** The same from elsewhere. */
    public SubscribeRequest from(Start other) {
        return new SubscribeRequest(topic, partition, key, other);
    }

    /** The same with one partition only. */
    public SubscribeRequest onlyPartition(int number) {
        return new SubscribeRequest(topic, number, key, start);
    }

    /** The same with the records of one key only. */
    public SubscribeRequest onlyKey(byte[] wanted) {
        return new SubscribeRequest(topic, partition, wanted, start);
    }
}
