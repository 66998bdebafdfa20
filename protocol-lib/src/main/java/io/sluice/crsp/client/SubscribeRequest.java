package io.sluice.crsp.client;

import io.sluice.crsp.session.Filter;
import io.sluice.crsp.session.OffsetReset;
import io.sluice.crsp.session.Start;

/**
 * What to deliver.
 *
 * @param partition one partition, or {@link #ALL_PARTITIONS}
 * @param filter which records of these
 * @param start where to begin
 * @param reset what to do when a position is not in the topic, now or later; by default the subscription fails
 */
public record SubscribeRequest(String topic, int partition, Filter filter, Start start, OffsetReset reset) {
    /** For {@link #partition}. */
    public static final int ALL_PARTITIONS = -1;

    /** A whole topic from its oldest record. */
    public static SubscribeRequest earliest(String topic) {
        return new SubscribeRequest(
                topic, ALL_PARTITIONS, new Filter.All(), new Start.Earliest(), OffsetReset.FAIL);
    }

    /** A whole topic from now on. */
    public static SubscribeRequest latest(String topic) {
        return earliest(topic).from(new Start.Latest());
    }

    /** The same from elsewhere. */
    public SubscribeRequest from(Start other) {
        return new SubscribeRequest(topic, partition, filter, other, reset);
    }

    /** The same with one partition only. */
    public SubscribeRequest onlyPartition(int number) {
        return new SubscribeRequest(topic, number, filter, start, reset);
    }

    /** The same with the records of one key only. */
    public SubscribeRequest onlyKey(byte[] key) {
        return only(new Filter.Key(key));
    }

    /** The same with some records only. */
    public SubscribeRequest only(Filter wanted) {
        return new SubscribeRequest(topic, partition, wanted, start, reset);
    }

    /** The same with another way to go on when a position is not in the topic. */
    public SubscribeRequest onGap(OffsetReset wanted) {
        return new SubscribeRequest(topic, partition, filter, start, wanted);
    }
}
