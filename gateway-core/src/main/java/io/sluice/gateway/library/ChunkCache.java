package io.sluice.gateway.library;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chunks that were read lately, for readers of small ranges: one chunk of 256 KiB has thousands of them. Those that want
 * the same chunk at the same time share its reading. A chunk belongs to an upload, whose id is never used again, so
 * that what is here is never out of date; whether a version is still to be had is for the catalogue to say. The chunk that was
 * wanted longest ago goes first. On the event loop's thread.
 */
final class ChunkCache {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkCache.class);
    /** Longer ranges read ahead by a cursor, and would put everything else out. */
    private static final int FEW = 2;

    private final ContentReader.Source source;
    private final long capacity;
    private final Map<Key, byte[]> chunks = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
    private final Map<Key, Load> loads = new HashMap<>();
    private long bytes;
    private long hits;
    private long misses;

    /** Who waits for a chunk. */
    interface Waiter {
        /** This is it; nobody may change it. */
        void onChunk(byte[] chunk);

        /** It cannot be had; for people. */
        void onLost(String why);
    }

    private record Key(String upload, int index) {}

    /** @param capacity in bytes; 0 for a cache that holds and shares nothing */
    ChunkCache(ContentReader.Source source, long capacity) {
        this.source = source;
        this.capacity = capacity;
    }

    /** What is to read a range: by this cache if it is short. Not begun yet. */
    ChunkReading reading(StoredFile file, ChunkRange range, ContentReader.Target target) {
        return capacity > 0 && range.to() - range.from() <= FEW
                ? new CachedReader(this, file, range, target)
                : new ContentReader(source, file.content(), range.from(), range.to(), target);
    }

    ChunkCacheStatistics statistics() {
        return new ChunkCacheStatistics(hits, misses, bytes);
    }

    /** The chunk, if it is here. Nobody may change it. */
    byte @Nullable [] find(StoredFile file, int index) {
        byte[] chunk = chunks.get(new Key(file.id(), index));
        if (chunk != null) {
            hits++;
        }
        return chunk;
    }

    /** Has it read from Kafka, together with others that want it. */
    void read(StoredFile file, int index, Waiter waiter) {
        Key key = new Key(file.id(), index);
        Load running = loads.get(key);
        if (running != null) {
            hits++;
            running.waiters.add(waiter);
            return;
        }
        misses++;
        Load load = new Load(key, file);
        load.waiters.add(waiter);
        loads.put(key, load);
        load.reader.start();
    }

    /** Does not want it any more. What nobody waits for is not read. */
    void leave(StoredFile file, int index, Waiter waiter) {
        Key key = new Key(file.id(), index);
        Load load = loads.get(key);
        if (load != null && load.waiters.remove(waiter) && load.waiters.isEmpty()) {
            loads.remove(key);
            load.reader.close();
        }
    }

    private void put(Key key, byte[] chunk) {
        if (chunk.length > capacity) {
            return;
        }
        byte[] before = chunks.put(key, chunk);
        bytes += chunk.length - (before == null ? 0 : before.length);
        Iterator<byte[]> oldest = chunks.values().iterator();
        while (bytes > capacity) {
            bytes -= oldest.next().length;
            oldest.remove();
        }
    }

    /** One chunk that is being read. */
    private final class Load implements ContentReader.Target {
        private final Key key;
        private final ContentReader reader;
        private final Set<Waiter> waiters = new LinkedHashSet<>();

        Load(Key key, StoredFile file) {
            this.key = key;
            this.reader = new ContentReader(source, file.content(), key.index(), key.index() + 1, this);
        }

        @Override
        public boolean offer(int index, byte[] chunk) {
            put(key, chunk);
            for (Waiter waiter : finish()) {
                tell(() -> waiter.onChunk(chunk));
            }
            return true;
        }

        @Override
        public void onDone() {}

        @Override
        public void onLost(String why) {
            for (Waiter waiter : finish()) {
                tell(() -> waiter.onLost(why));
            }
        }

        private List<Waiter> finish() {
            loads.remove(key, this);
            List<Waiter> all = new ArrayList<>(waiters);
            waiters.clear();
            return all;
        }

        /** One session's failure is not that of the others that wait for the same. */
        private void tell(Runnable what) {
            try {
                what.run();
            } catch (RuntimeException e) {
                LOG.error("Somebody who waited for {} failed", key, e);
            }
        }
    }
}
