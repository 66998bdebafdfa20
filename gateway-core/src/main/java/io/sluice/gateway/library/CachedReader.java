package io.sluice.gateway.library;

/**
 * Reads a few chunks by the cache, one after the other. While the target takes nothing, nothing is read and no chunk is
 * held, except by the cache. On the event loop's thread.
 */
final class CachedReader implements ChunkReading, ChunkCache.Waiter {
    private final ChunkCache cache;
    private final StoredFile file;
    private final ContentReader.Target target;
    private final int end;
    private int next;
    private boolean waiting;
    private boolean over;

    CachedReader(ChunkCache cache, StoredFile file, ChunkRange range, ContentReader.Target target) {
        this.cache = cache;
        this.file = file;
        this.target = target;
        this.next = range.from();
        this.end = range.to();
    }

    @Override
    public void start() {
        goOn();
    }

    @Override
    public void wakeUp() {
        goOn();
    }

    private void goOn() {
        while (!over && !waiting) {
            if (next == end) {
                over = true;
                target.onDone();
                return;
            }
            byte[] chunk = cache.find(file, next);
            if (chunk == null) {
                waiting = true;
                cache.read(file, next, this);
            } else if (!give(chunk)) {
                return;
            }
        }
    }

    private boolean give(byte[] chunk) {
        if (!target.offer(next, chunk)) {
            return false;
        }
        next++;
        return true;
    }

    @Override
    public void onChunk(byte[] chunk) {
        waiting = false;
        if (!over && give(chunk)) {
            goOn();
        }
    }

    @Override
    public void onLost(String why) {
        waiting = false;
        if (!over) {
            over = true;
            target.onLost(why);
        }
    }

    @Override
    public void close() {
        over = true;
        if (waiting) {
            waiting = false;
            cache.leave(file, next, this);
        }
    }
}
