package io.sluice.crsp.stream;

import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of an ordered byte sequence (RFC 9000 §3.1): keeps written bytes until they are
 * acknowledged, and knows which are new, lost or done. Not safe for threads.
 */
public final class SendSide {
    private final SendBuffer buffer = new SendBuffer();
    private final RangeSet acknowledged = new RangeSet();
    private final RangeSet lost = new RangeSet();
    private long next;
    private long creditLimit;
    private boolean finished;
    private boolean finPending;
    private boolean finAcknowledged;
    private boolean discarded;
    private @Nullable Skips skips;
    private long jumped;
    private long skippedLength;

    /**
     * @param creditLimit the offset up to which the peer lets us send at first
     */
    public SendSide(long creditLimit) {
        this.creditLimit = creditLimit;
    }

    /** Appends bytes; the caller bounds {@link #buffered}. */
    public void write(byte[] source, int from, int length) {
        buffer.write(source, from, length);
    }

    /** As {@link #write(byte[], int, int)} for a whole array, which is kept and not copied: nobody may change it any more. */
    public void lend(byte[] source) {
        buffer.lend(source);
    }

    public void write(ByteBuffer source) {
        buffer.write(source);
    }

    /** Appends a variable-length integer, see {@link VarInt}. */
    void writeVarInt(long value) {
        int size = VarInt.size(value);
        long form = Integer.numberOfTrailingZeros(size);
        for (int i = size - 1; i >= 0; i--) {
            long octet = value >>> (i * Byte.SIZE);
            buffer.write((byte) (i == size - 1 ? octet | form << 6 : octet));
        }
    }

    /** Bytes kept because they are not acknowledged. */
    public long buffered() {
        return buffer.end() - buffer.base();
    }

    /** Bytes after the oldest unacknowledged one that the peer's credit lets pass. */
    public long creditAhead() {
        return creditLimit - buffer.base();
    }

    /** The offset after the last written byte. */
    public long end() {
        return buffer.end();
    }

    /** No more bytes will be written. */
    public void finish() {
        if (!finished) {
            finished = true;
            finPending = true;
        }
    }

    public boolean isFinished() { return finished; }

    /** True when every byte and the end mark are acknowledged. */
    public boolean isComplete() {
        return finAcknowledged && buffer.base() == buffer.end() && skips == null;
    }

    /** Raises the credit; a lower limit than before is ignored. Returns true if it rose. */
    public boolean raiseLimit(long limit) {
        if (limit <= creditLimit) {
            return false;
        }
        creditLimit = limit;
        return true;
    }

    /**
     * True if something could go out now.
     *
     * @param connectionCredit new bytes that the whole connection may still send
     */
    public boolean isSendable(long connectionCredit) {
        return isSkipDue() || isChunkSendable(connectionCredit);
    }

    /** As {@link #isSendable}, but for bytes or the end mark only. */
    public boolean isChunkSendable(long connectionCredit) {
        if (!lost.isEmpty()) {
            return true;
        }
        if (next < buffer.end()) {
            return next < creditLimit && connectionCredit > 0;
        }
        return finPending;
    }

    /** True if new bytes wait that the stream's own credit would let pass or not. */
    public boolean hasUnsent() {
        return next < buffer.end();
    }

    /** Where the next chunk starts; see {@link #chunkLength}. */
    public long chunkOffset() {
        return lost.isEmpty() ? next : lost.start(0);
    }

    /** Length of the next chunk: lost bytes first, then new ones within both credits. May be 0. */
    public int chunkLength(int room, long connectionCredit) {
        if (!lost.isEmpty()) {
            return (int) Math.min(room, lost.end(0) - lost.start(0));
        }
        long until = skips == null ? buffer.end() : acknowledged.startAfter(next, buffer.end());
        long allowed = Math.min(Math.min(creditLimit, next + connectionCredit), until) - next;
        return (int) Math.max(0, Math.min(room, allowed));
    }

    /** True if a chunk that ends here would carry the end mark. */
    public boolean endsWith(long chunkEnd) {
        return finished && chunkEnd == buffer.end() && (finPending || chunkEnd > chunkOffset());
    }

    /**
     * Copies a chunk out and marks it as sent.
     *
     * @return how many of its bytes were sent for the first time and count against connection credit
     */
    public int send(long offset, int length, boolean fin, ByteBuffer out) {
        buffer.get(offset, length, out);
        lost.remove(offset, offset + length);
        if (fin) {
            finPending = false;
        }
        int fresh = (int) Math.max(0, offset + length - Math.max(next, offset));
        next = Math.max(next, offset + length);
        passSkipped();
        return fresh;
    }

    /** The peer has this chunk. */
    public void onAcknowledged(long offset, long length, boolean fin) {
        if (fin) {
            finAcknowledged = true;
            finPending = false;
        }
        onDone(offset, length);
    }

    private void onDone(long offset, long length) {
        if (length == 0) {
            return;
        }
        long chunkEnd = offset + length;
        lost.remove(offset, chunkEnd);
        if (chunkEnd <= buffer.base()) {
            return;
        }
        if (offset <= buffer.base() && acknowledged.isEmpty()) {
            buffer.advance(chunkEnd);
        } else {
            acknowledged.add(Math.max(offset, buffer.base()), chunkEnd);
            if (acknowledged.start(0) <= buffer.base()) {
                buffer.advance(acknowledged.end(0));
                acknowledged.removeFirst();
            }
        }
    }

    /** This chunk must go again, unless the peer has it by now. */
    public void onLost(long offset, long length, boolean fin) {
        if (discarded) {
            return;
        }
        if (fin && !finAcknowledged) {
            finPending = true;
        }
        long start = Math.max(offset, buffer.base());
        long chunkEnd = offset + length;
        if (start >= chunkEnd) {
            return;
        }
        lost.add(start, chunkEnd);
        for (int i = 0; i < acknowledged.size() && acknowledged.start(i) < chunkEnd; i++) {
            lost.remove(acknowledged.start(i), acknowledged.end(i));
        }
    }

    /** Bytes of memory held. */
    public long memory() {
        return buffer.memory() + acknowledged.memory() + lost.memory();
    }

    /** True if the peer has all of a message, or was told that it will not come. */
    boolean isDelivered(long start, long messageEnd) {
        return messageEnd <= buffer.base() || acknowledged.covers(start, messageEnd);
    }

    /** True if a message that begins here may be abandoned now: its place must be within the peer's credit. */
    boolean maySkip(long start) {
        return start <= creditLimit && (skips == null || !skips.isFull());
    }

    /** Abandons a whole message that is not delivered; returns false if that is not allowed now. */
    boolean skip(long start, long messageEnd) {
        if (discarded || !maySkip(start)) {
            return false;
        }
        Skips told = skips == null ? new Skips() : skips;
        skips = told;
        told.add(start, messageEnd);
        onDone(start, messageEnd - start);
        passSkipped();
        return true;
    }

    /** New bytes go on after what was abandoned. */
    private void passSkipped() {
        if (skips != null) {
            long passed = Math.max(next, acknowledged.endOfRange(next, buffer.base()));
            jumped += passed - next;
            next = passed;
        }
    }

    /** How many bytes were passed over since the last call: they count against connection credit as if sent. */
    public long takeJumped() {
        long bytes = jumped;
        jumped = 0;
        return bytes;
    }

    /** True if the peer must be told of an abandoned message. */
    public boolean isSkipDue() {
        return skips != null && skips.due(next) >= 0;
    }

    /** Takes the abandoned message to tell the peer of next: where it begins. */
    public long takeSkip() {
        Skips told = skips;
        int index = told == null ? -1 : told.due(next);
        if (told == null || index < 0) {
            throw new IllegalStateException("no message is to be skipped");
        }
        told.onSent(index);
        skippedLength = told.end(index) - told.start(index);
        return told.start(index);
    }

    /** Bytes of the message that {@link #takeSkip} returned last, with its length field. */
    public long skippedLength() {
        return skippedLength;
    }

    /** The peer knows of the abandoned message that begins here. */
    public void onSkipAcknowledged(long start) {
        if (skips != null) {
            skips.onAcknowledged(start);
            skips = skips.isEmpty() ? null : skips;
        }
    }

    /** The peer must be told again. */
    public void onSkipLost(long start) {
        if (skips != null) {
            skips.onLost(start);
        }
    }

    /** Gives back the memory if nothing is buffered. */
    public void releaseIfEmpty() {
        if (buffer.base() == buffer.end()) {
            buffer.release();
        }
    }

    /** Drops everything, as after a reset. */
    public void discard() {
        discarded = true;
        buffer.truncate(next);
        lost.clear();
        acknowledged.clear();
        finished = true;
        finPending = false;
        skips = next > creditLimit ? skips : null;
    }

    /** Where the abandoned message begins that reaches beyond the credit and may be unknown to the peer, or -1. */
    public long skipBeyondCredit() {
        return skips == null || next <= creditLimit ? -1 : skips.startOf(next);
    }

    /** The offset after the last byte that was ever sent: the final size of a reset stream. */
    public long highestSent() {
        return next;
    }
}
