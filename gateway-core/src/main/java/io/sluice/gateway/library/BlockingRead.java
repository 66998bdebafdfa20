package io.sluice.gateway.library;

import io.sluice.crsp.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands chunks from the event loop to a thread that waits for them; while that one does not take them nothing is read. */
final class BlockingRead implements ContentReader.Target, AutoCloseable {
    private static final int MAX_READY = 4;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Library library;
    private final ChunkRange range;
    private final ChunkReading reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> ready = new ArrayDeque<>();
    private boolean refused;
    private boolean ended;
    private @Nullable String lost;

    BlockingRead(Library library, StoredFile file, ChunkRange range) {
        this.library = library;
        this.range = range;
        this.reader = library.reading(file, range, this);
        library.loop().execute(reader::start);
    }

    /** The next bytes, or null at the end of the range. */
    byte @Nullable [] next() throws InterruptedException, LibraryRefusal {
        byte[] piece;
        boolean room;
        lock.lockInterruptibly();
        try {
            long left = PATIENCE_NANOS;
            while (ready.isEmpty() && !ended && lost == null) {
                if (left <= 0) {
                    throw LibraryRefusal.unavailable();
                }
                left = changed.awaitNanos(left);
            }
            if (ready.isEmpty() && lost != null) {
                throw new LibraryRefusal(ErrorCode.CONTENT_LOST, lost);
            }
            piece = ready.poll();
            room = refused;
            refused = false;
        } finally {
            lock.unlock();
        }
        if (room) {
            library.loop().execute(reader::wakeUp);
        }
        return piece;
    }

    @Override
    public boolean offer(int index, byte[] chunk) {
        lock.lock();
        try {
            if (ready.size() >= MAX_READY) {
                refused = true;
                return false;
            }
            ready.add(range.cut(index, chunk));
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDone() {
        end(null);
    }

    @Override
    public void onLost(String why) {
        end(why);
    }

    private void end(@Nullable String why) {
        lock.lock();
        try {
            ended = true;
            lost = why;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        library.loop().execute(reader::close);
    }
}
