package io.sluice.crsp.client;

import io.sluice.crsp.session.Position;
import io.sluice.crsp.wire.ErrorCode;
import java.util.List;

/**
 * Told what happens to a subscription besides its records. Called on the client's thread, before records that follow are
 * handed out; must not block.
 */
public interface SubscriptionListener {
    /** A listener that does nothing. */
    SubscriptionListener NONE = new SubscriptionListener() {
    };

    /**
     * A position was not in the topic, and delivery goes on elsewhere: what was between is missed, or comes again.
     *
     * @param wanted the offset that would have been next
     * @param earliest the oldest offset that the partition has
     * @param latest the offset after its newest
     * @param next where delivery goes on
     */
    default void onPositionReset(int partition, long wanted, long earliest, long latest, long next) {}

    /** The topic has grown, and its new partitions are delivered, too, from these places. */
    default void onPartitionsAdded(List<Position> positions) {}

    /**
     * Delivery waits for this reason, as for Kafka, and goes on by itself; or, with {@link ErrorCode#NO_ERROR}, it goes
     * on.
     */
    default void onStatus(ErrorCode code, String text) {}
}
