package io.sluice.gateway.session;

import io.sluice.crsp.endpoint.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sessions whose changes may wait some seconds to be stored. All of a shard are stored together: a transaction costs Kafka
 * about the same with one session in it as with a thousand. Each shard has its own moments, so that not all come at once.
 * On the event loop's thread.
 */
final class LazyStore {
    /** How long a change of position waits at most, in nanoseconds. */
    static final long PERIOD = 2_000_000_000L;

    private final EventLoop loop;
    private final int shardCount;
    private final Consumer<Session> store;
    private final Map<Integer, List<Session>> waiting = new HashMap<>();

    /**
     * @param shardCount how many shards the cluster has
     * @param store given each session when its time has come
     */
    LazyStore(EventLoop loop, int shardCount, Consumer<Session> store) {
        this.loop = loop;
        this.shardCount = shardCount;
        this.store = store;
    }

    void add(int shard, Session session) {
        waiting.computeIfAbsent(shard, any -> {
            loop.schedule(untilTurnOf(shard), () -> storeAll(shard));
            return new ArrayList<>();
        }).add(session);
    }

    /** More than nothing and at most a period. */
    private long untilTurnOf(int shard) {
        long phase = PERIOD / shardCount * shard;
        return PERIOD - Math.floorMod(loop.now() - phase, PERIOD);
    }

    private void storeAll(int shard) {
        List<Session> due = waiting.remove(shard);
        if (due != null) {
            due.forEach(store);
        }
    }
}
