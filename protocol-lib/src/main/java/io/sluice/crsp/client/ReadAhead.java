package io.sluice.crsp.client;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a version of a file in pieces of any size by few requests. A reading that goes on where the one before ended asks
 * for four times as much each time, and at last for the whole rest; one that jumps begins with little. What is kept
 * is what lies ready of the present request, and its last two pieces. One thread at a time; {@link #close} by any.
 */
final class ReadAhead {
    /** Asked for after a jump, unless more is wanted at once. */
    static final int FIRST_BYTES = 4096;

    private static final int GROWTH = 4;

    private final Source source;
    private final long size;
    private final int bufferBytes;
    private byte[] piece = {};
    private long pieceAt;
    private byte[] before = {};
    private long beforeAt;
    private volatile @Nullable Pieces running;
    private volatile boolean closed;
    /** Where the next piece begins, and the end of what was asked for last. */
    private long runAt;
    private long runEnd = -1;
    private long window = FIRST_BYTES;

    /** Begins requests. */
    interface Source {
        /** Does not wait. Of what comes about so many bytes lie ready. */
        Pieces open(ByteRange range, int readyBytes);
    }

    /** A range that comes, in order. */
    interface Pieces {
        /** Waits for the next bytes; null at the end. */
        byte @Nullable [] next() throws InterruptedException, SluiceException;

        /** Gives up what has not come; who waits for it fails. */
        void close();
    }

    /** @param size of the file */
    ReadAhead(Source source, long size, int bufferBytes) {
        this.source = source;
        this.size = size;
        this.bufferBytes = bufferBytes;
    }

    /**
     * Waits for some bytes from an offset on.
     *
     * @param target has room
     * @return how many were put into the target; 0 only at or after the end of the file
     */
    int read(long offset, ByteBuffer target) throws InterruptedException, SluiceException {
        if (offset >= size) {
            return 0;
        }
        while (true) {
            if (isIn(offset, pieceAt, piece)) {
                return copy(offset, pieceAt, piece, target);
            }
            if (isIn(offset, beforeAt, before)) {
                return copy(offset, beforeAt, before, target);
            }
            Pieces present = running;
            if (present != null && offset >= runAt && offset - runAt < bufferBytes && offset < runEnd) {
                take(present);
            } else {
                begin(offset, target.remaining());
            }
        }
    }

    private static boolean isIn(long offset, long at, byte[] bytes) {
        return offset >= at && offset - at < bytes.length;
    }

    private static int copy(long offset, long at, byte[] bytes, ByteBuffer target) {
        int from = (int) (offset - at);
        int length = Math.min(bytes.length - from, target.remaining());
        target.put(bytes, from, length);
        return length;
    }

    private void take(Pieces present) throws InterruptedException, SluiceException {
        byte[] next;
        try {
            next = present.next();
        } catch (SluiceException e) {
            // A later reading asks again.
            running = null;
            throw e;
        }
        if (next == null) {
            throw new IllegalStateException("the bytes from " + runAt + " to " + runEnd + " did not come");
        }
        before = piece;
        beforeAt = pieceAt;
        piece = next;
        pieceAt = runAt;
        runAt += next.length;
        if (runAt == runEnd) {
            running = null;
        }
    }

    private void begin(long offset, int wanted) {
        Pieces left = running;
        running = null;
        if (left != null) {
            left.close();
        }
        boolean goesOn = offset == runEnd;
        window = Math.max(goesOn ? GROWTH * window : FIRST_BYTES, wanted);
        long length = Math.min(goesOn && window >= bufferBytes ? size : window, size - offset);
        runAt = offset;
        runEnd = offset + length;
        Pieces begun = source.open(new ByteRange(offset, length), bufferBytes);
        running = begun;
        if (closed) {
            begun.close();
        }
    }

    boolean isClosed() { return closed; }

    /** A reading that waits fails. */
    void close() {
        closed = true;
        Pieces present = running;
        if (present != null) {
            present.close();
        }
    }
}
