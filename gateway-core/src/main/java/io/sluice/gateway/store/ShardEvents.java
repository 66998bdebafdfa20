package io.sluice.gateway.store;

import java.util.List;

/** Told on the event loop's thread which shards are this gateway's to serve. */
public interface ShardEvents {
    /** The shard is this gateway's, and this is what is stored in it. */
    void onServed(int shard, ShardWriter writer, List<SessionRecord> sessions);

    /** The shard goes to another gateway: its writer is given nothing more after this. */
    void onReleasing(int shard);

    /** The shard has gone to another gateway already: nothing can be written any more. */
    void onLost(int shard);
}
