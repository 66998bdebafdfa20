package io.sluice.gateway.session;

import io.sluice.crsp.session.SessionId;
import io.sluice.gateway.store.ShardKeys;
import io.sluice.gateway.store.ShardWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The shards that this gateway serves. Changed on the event loop's thread; {@link #numbers} may be asked from any. */
final class ServedShards {
    private final int total;
    private final TreeMap<Integer, Shard> shards = new TreeMap<>();
    private volatile List<Integer> served = List.of();

    /** A shard that was given to this gateway. */
    private static final class Shard {
        private final ShardWriter writer;
        private boolean ready;

        private Shard(ShardWriter writer) {
            this.writer = writer;
        }
    }

    /**
     * @param total how many shards there are in the cluster
     */
    ServedShards(int total) {
        this.total = total;
    }

    int shardOf(SessionId id) {
        return ShardKeys.shardOf(id, total);
    }

    /** The shard may be written; its sessions are being put up. */
    void begin(int shard, ShardWriter writer) {
        shards.put(shard, new Shard(writer));
    }

    /** Its sessions are all there; false if it has gone since, or was given anew. */
    boolean complete(int shard, ShardWriter writer) {
        Shard known = shards.get(shard);
        if (known == null || known.writer != writer) {
            return false;
        }
        known.ready = true;
        publish();
        return true;
    }

    boolean isWrittenBy(int shard, ShardWriter writer) {
        Shard known = shards.get(shard);
        return known != null && known.writer == writer;
    }

    /** Takes a shard away; false if it was not here. */
    boolean remove(int shard) {
        boolean known = shards.remove(shard) != null;
        publish();
        return known;
    }

    private void publish() {
        List<Integer> ready = new ArrayList<>();
        shards.forEach((number, shard) -> {
            if (shard.ready) {
                ready.add(number);
            }
        });
        served = List.copyOf(ready);
    }

    boolean isServed(int shard) {
        Shard known = shards.get(shard);
        return known != null && known.ready;
    }

    /** Who writes the shard of a session, or null if it is not here. */
    @Nullable
    ShardWriter writer(SessionId id) {
        Shard known = shards.get(shardOf(id));
        return known == null ? null : known.writer;
    }

    /** The shards whose sessions are here. */
    List<Integer> numbers() {
        return served;
    }

    /** An id for a new session of one of these shards, or null if there are none. */
    @Nullable
    SessionId newId(RandomGenerator random) {
        List<Integer> ready = served;
        return ready.isEmpty()
                ? null
                : ShardKeys.inShard(SessionId.random(random), ready.get(random.nextInt(ready.size())), total);
    }
}
