package io.sluice.crsp.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands things from the client's thread to the application's, bounded by count and bytes: when it is full the
 * stream is not read and so the gateway gets no credit. Ends with a failure or an orderly end.
 */
final class Inbox<T> {
    private record Entry<T>(T item, int bytes) {}

    /** When it is full. */
    record Bounds(int items, long bytes) {}

    private final int maxItems;
    private final long maxBytes;
    private final Runnable onRoom;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Entry<T>> entries = new ArrayDeque<>();
    private long bytes;
    private boolean wasFull;
    private boolean ended;
    private @Nullable SluiceException failure;

    /**
     * @param onRoom called on the taking thread when a full inbox is half empty again
     */
    Inbox(int maxItems, long maxBytes, Runnable onRoom) {
        this.maxItems = maxItems;
        this.maxBytes = maxBytes;
        this.onRoom = onRoom;
    }

    boolean hasRoom() {
        lock.lock();
        try {
            boolean room = entries.size() < maxItems && bytes < maxBytes;
            wasFull |= !room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    void put(T item, int size) {
        lock.lock();
        try {
            entries.add(new Entry<>(item, size));
            bytes += size;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Drops what was not taken. */
    void clear() {
        lock.lock();
        try {
            entries.clear();
            bytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait to be taken. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing follows; {@code reason} is null for an orderly end. */
    void end(@Nullable SluiceException reason) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                failure = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The next item, or null at the orderly end. */
    @Nullable
    T take() throws InterruptedException, SluiceException {
        return poll(Long.MAX_VALUE);
    }

    /** The next item, or null at the orderly end or when the time is up. */
    @Nullable
    T poll(Duration patience) throws InterruptedException, SluiceException {
        return poll(patience.toNanos());
    }

    private @Nullable T poll(long nanos) throws InterruptedException, SluiceException {
        boolean room;
        T item;
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty()) {
                if (ended) {
                    if (failure != null) {
                        throw failure.again();
                    }
                    return null;
                }
                if (nanos == Long.MAX_VALUE) {
                    changed.await();
                } else if (nanos <= 0) {
                    return null;
                } else {
                    nanos = changed.awaitNanos(nanos);
                }
            }
            Entry<T> entry = entries.remove();
            bytes -= entry.bytes();
            item = entry.item();
            room = wasFull && entries.size() <= maxItems / 2 && bytes <= maxBytes / 2;
            if (room) {
                wasFull = false;
            }
        } finally {
            lock.unlock();
        }
        if (room) {
            onRoom.run();
        }
        return item;
    }

    /** True if nothing follows; something may be left to take. */
    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** True if nothing follows and nothing is left to take. */
    boolean isExhausted() {
        lock.lock();
        try {
            return ended && entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
