package io.sluice.crsp.stream;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of an ordered byte sequence (RFC 9000 §3.2): puts chunks in order within a window
 * that credit bounds. Not safe for threads.
 */
public final class ReceiveSide {
    private static final long UNKNOWN = -1;

    /**
     * Gaps between what has come: more of them than any loss leaves are made on purpose, for keeping them in order costs
     * more than sending them. A window of this many bytes allows one gap more.
     */
    private static final int MAX_GAPS = 4096;

    private static final int BYTES_PER_GAP = 1024;

    private final ByteRing ring = new ByteRing();
    private final RangeSet received = new RangeSet();
    private final WindowTuner tuner;
    private long limit;
    private long readable;
    private long finalSize = UNKNOWN;
    private boolean creditUsed;
    private long highest;
    private @Nullable RangeSet skipped;
    private long creditedAhead;
    private long creditForSkipped;

    /**
     * @param window bytes that may be received ahead of what was consumed, for good
     */
    public ReceiveSide(int window) {
        this(window, window);
    }

    /**
     * @param window bytes that may be received ahead of what was consumed, at first
     * @param maxWindow what that may grow to
     */
    public ReceiveSide(int window, int maxWindow) {
        this.tuner = new WindowTuner(window, maxWindow);
        this.limit = window;
    }

    /**
     * Takes one chunk, in any order, any number of times.
     *
     * @return by how many bytes the highest received offset rose: they count against connection credit
     * @throws TransportException on a violation of credit or final size
     */
    public long receive(long offset, ByteBuffer data, boolean fin) {
        long end = offset + data.remaining();
        checkFinalSize(end, fin);
        if (end > (data.hasRemaining() ? limit : Math.max(limit, highest))) {
            throw new TransportException(
                    ErrorCode.FLOW_CONTROL_ERROR, "byte " + end + " of a stream is beyond its credit " + limit);
        }
        if (fin) {
            finalSize = end;
        }
        long before = highest;
        creditUsed |= end > limit - tuner.window() / 8;
        if (end <= readable || !data.hasRemaining()) {
            // An end mark alone may come ahead of the bytes before it, and brings none.
            return 0;
        }
        highest = Math.max(highest, end);
        if (offset < readable) {
            data.position(data.position() + (int) (readable - offset));
            offset = readable;
        }
        ring.reserve(received.maxEnd(readable), end);
        ring.put(offset, data);
        if (offset == readable && received.isEmpty()) {
            readable = end;
        } else {
            received.add(offset, end);
            joinReadable();
            requireFewPieces(received);
        }
        return highest - before;
    }

    private void joinReadable() {
        if (!received.isEmpty() && received.start(0) <= readable) {
            readable = Math.max(readable, received.end(0));
            received.removeFirst();
        }
    }

    private void requireFewPieces(RangeSet ranges) {
        if (ranges.size() > MAX_GAPS + tuner.window() / BYTES_PER_GAP) {
            throw new TransportException(
                    ErrorCode.PROTOCOL_VIOLATION, "a stream comes in more pieces than losses explain");
        }
    }

    /**
     * A message will not be sent any more. If all of it is here it is delivered nevertheless.
     *
     * @param start where its length field begins
     * @return by how many bytes the highest offset rose; those of the message count as read, see {@link
     *     #takeCreditForSkipped}
     */
    public long skip(long start, long end) {
        if (finalSize != UNKNOWN && end > finalSize) {
            throw new TransportException(ErrorCode.FINAL_SIZE_ERROR, "a skipped message ends after its stream");
        }
        if (start > limit) {
            throw new TransportException(ErrorCode.FLOW_CONTROL_ERROR, "a skipped message begins beyond the credit");
        }
        if (end <= readable || received.covers(start, end)) {
            return 0;
        }
        RangeSet passed = skipped == null ? new RangeSet() : skipped;
        skipped = passed;
        passed.add(start, end);
        requireFewPieces(passed);
        long before = highest;
        if (end > before) {
            highest = end;
            creditForSkipped = end - Math.max(before, start);
            creditedAhead += creditForSkipped;
        }
        return highest - before;
    }

    /** Bytes of skipped messages that count as read before the reader comes to them. */
    public long takeCreditForSkipped() {
        long bytes = creditForSkipped;
        creditForSkipped = 0;
        return bytes;
    }

    /** How many of so many bytes that were read or passed are new credit: some count as read already. */
    long creditFor(long bytes) {
        long known = Math.min(bytes, creditedAhead);
        creditedAhead -= known;
        return bytes - known;
    }

    /** Where a skipped message that holds this byte ends, together with those that follow it at once, or -1. */
    long skippedUntil(long offset) {
        return skipped == null ? -1 : skipped.endOfRange(offset, -1);
    }

    /** True if a skipped message begins after {@code start} and before {@code end}. */
    boolean isSkippedWithin(long start, long end) {
        return skipped != null && skipped.startAfter(start, Long.MAX_VALUE) < end;
    }

    /** Goes on reading at {@code end}; what lies before is dropped. */
    void jump(long end) {
        ring.advance(end);
        received.removeBelow(end);
        readable = Math.max(readable, end);
        joinReadable();
        if (skipped != null) {
            skipped.removeBelow(end);
            skipped = skipped.isEmpty() ? null : skipped;
        }
    }

    /** A reset fixes the final size too. Returns by how much the highest offset rises. */
    public long resetAt(long size) {
        checkFinalSize(size, true);
        if (size > Math.max(limit, highest)) {
            throw new TransportException(ErrorCode.FLOW_CONTROL_ERROR, "a reset goes beyond the credit");
        }
        finalSize = size;
        long rise = size - highest;
        highest = size;
        skipped = null;
        readable = size;
        received.clear();
        ring.advance(size);
        ring.release();
        return rise;
    }

    private void checkFinalSize(long end, boolean fin) {
        boolean wrong = finalSize != UNKNOWN ? end > finalSize || (fin && end != finalSize) : fin && end < highest;
        if (wrong) {
            throw new TransportException(ErrorCode.FINAL_SIZE_ERROR, "the end of a stream moved");
        }
    }

    /** Bytes consumed since the beginning. */
    public long consumed() {
        return ring.base();
    }

    /** True when every byte up to the end mark has arrived. */
    public boolean isWhole() {
        return finalSize != UNKNOWN && readable == finalSize;
    }

    /** Bytes that can be read in order now. */
    public long available() {
        return readable - ring.base();
    }

    /** The byte {@code index} positions after the read position; the caller checks availability. */
    byte peek(long index) {
        return ring.get(ring.base() + index);
    }

    /** Reads and consumes; the caller checks availability. */
    public void read(byte[] target, int to, int length) {
        ring.get(ring.base(), target, to, length);
        consume(length);
    }

    /** Reads and consumes; the caller checks availability. */
    void read(ByteBuffer target, int length) {
        ring.get(ring.base(), length, target);
        consume(length);
    }

    void consume(long length) {
        ring.advance(ring.base() + length);
    }

    /** True when everything up to the end mark was consumed. */
    public boolean isFinished() {
        return finalSize != UNKNOWN && ring.base() == finalSize;
    }

    /** The new credit limit to announce if at least half the window was consumed, else -1. */
    public long creditToAnnounce() {
        long next = ring.base() + tuner.window();
        if (finalSize != UNKNOWN || next - limit < tuner.window() / 2) {
            return -1;
        }
        return next;
    }

    /** Raises the limit that is enforced: what was announced is allowed. The window may grow with it. */
    public long announce(long now, long roundTrip) {
        // Used up though the reader waits: the bytes of a window are then on the path, or behind a hole in it.
        boolean tooSmall = creditUsed && available() < tuner.window() / 4;
        tuner.onCredit(now, ring.base(), roundTrip, tooSmall);
        creditUsed = false;
        limit = Math.max(limit, ring.base() + tuner.window());
        return limit;
    }

    /** Bytes that may be received ahead of what was consumed. */
    public int window() {
        return tuner.window();
    }

    /** Bytes of memory held. */
    public long memory() {
        return ring.capacity() + received.memory() + (skipped == null ? 0 : skipped.memory());
    }

    public void releaseIfEmpty() {
        if (received.isEmpty() && available() == 0) {
            ring.release();
        }
    }
}
