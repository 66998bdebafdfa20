package io.sluice.crsp.stream;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A bidirectional stream of messages in order, independent of other streams. Each direction ends on
 * its own with {@link #finish} or {@link #reset}.
 *
 * <p>Use it on the thread that drives its connection. Credit crosses it from end to end: while the
 * application does not {@link #poll}, the peer gets no new credit and its {@link #offer} is refused.
 *
 * <pre>{@code
 * Stream stream = connection.openStream();
 * if (!stream.offer("hello".getBytes(UTF_8))) { ... wait for StreamWritable ... }
 * stream.finish();
 * }</pre>
 */
public final class Stream {
    /** Below this many bytes a copy is cheaper than to keep account of an array. */
    private static final int SHARED_MINIMUM = 256;

    private final long id;
    private final StreamOwner owner;
    private final SendSide sendSide;
    private final ReceiveSide receiveSide;
    private final MessageReader reader;
    private final int peerMaxMessageSize;
    private boolean writableWanted;
    private @Nullable ErrorCode sentReset;
    private boolean resetPending;
    private boolean resetAcknowledged;
    private @Nullable ErrorCode receivedReset;
    private long abandoned;
    private @Nullable ErrorCode stopSending;
    private boolean stopPending;
    private boolean creditPending;
    private boolean pending;
    private boolean readableSignalled;
    private @Nullable Object signals;
    private @Nullable Object attachment;
    private @Nullable Deadlines deadlines;
    private long expired;
    private int counted;

    public Stream(long id, StreamOwner owner, StreamLimits limits) {
        this.id = id;
        this.owner = owner;
        this.sendSide = new SendSide(limits.peerWindow());
        this.receiveSide = new ReceiveSide(limits.window(), limits.maxWindow());
        this.reader = new MessageReader(receiveSide, limits.maxMessageSize(), limits.maxWaiting());
        this.peerMaxMessageSize = limits.peerMaxMessageSize();
    }

    /** Even if the client opened it, odd if the gateway did. */
    public long id() {
        return id;
    }

    /** An object of the application's, kept with the stream. */
    public @Nullable Object attachment() {
        return attachment;
    }

    public void attach(@Nullable Object object) {
        attachment = object;
    }

    /**
     * Takes a message for sending, whole or not at all. The bytes are copied.
     *
     * @return false if the send buffer is full; a StreamWritable event then tells when to try again
     * @throws TransportException {@link ErrorCode#MESSAGE_TOO_LARGE} if the peer takes no such message,
     *     {@link ErrorCode#STREAM_STATE_ERROR} after {@link #finish} or {@link #reset}
     */
    public boolean offer(byte[] message) {
        if (!begin(message.length)) {
            return false;
        }
        sendSide.write(message, 0, message.length);
        countBuffered();
        owner.onStreamPending(this);
        return true;
    }

    /**
     * As {@link #offer(byte[])}, but the array itself is kept until the peer has it, unless it is small: for messages
     * that many streams send, or that nobody else has.
     *
     * @param message nobody may change it any more, whether it was taken or not
     */
    public boolean offerShared(byte[] message) {
        if (message.length < SHARED_MINIMUM) {
            return offer(message);
        }
        if (!begin(message.length)) {
            return false;
        }
        sendSide.lend(message);
        countBuffered();
        owner.onStreamPending(this);
        return true;
    }

    /**
     * As {@link #offer(byte[])}, for what remains in a buffer.
     *
     * @param message read to its limit if it was taken, else unchanged
     */
    public boolean offer(ByteBuffer message) {
        if (!begin(message.remaining())) {
            return false;
        }
        sendSide.write(message);
        countBuffered();
        owner.onStreamPending(this);
        return true;
    }

    /** Tells the owner what the send side holds, after each change of it. */
    public void countBuffered() {
        int held = (int) sendSide.buffered();
        if (held != counted) {
            owner.onBuffered(held - counted);
            counted = held;
        }
    }

    /** Writes a message's length if there is room for all of it. */
    private boolean begin(int length) {
        requireOpenForSending();
        if (length > peerMaxMessageSize) {
            throw new TransportException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "a message of " + length + " bytes; the peer takes " + peerMaxMessageSize);
        }
        if (sendSide.buffered() > 0 && sendSide.buffered() + length + 4 > sendBuffer()) {
            writableWanted = true;
            return false;
        }
        sendSide.writeVarInt(length);
        return true;
    }

    private long sendBuffer() {
        return owner.sendBuffer(sendSide.creditAhead());
    }

    /**
     * Takes a message that is worth nothing if it comes late. If the peer does not have all of it in time it is
     * abandoned, and the peer told to go on without it; messages without a deadline on the same stream stay reliable.
     *
     * @param now the time on the clock that drives the connection, in nanoseconds
     * @param deadline how long the message may take to arrive; more than zero
     * @return false as of {@link #offer(byte[])}
     */
    public boolean offer(byte[] message, long now, Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the deadline must be more than zero: " + deadline);
        }
        long start = sendSide.end();
        if (!offer(message)) {
            return false;
        }
        if (deadlines == null) {
            deadlines = new Deadlines();
        }
        deadlines.add(sendSide, start, sendSide.end(), now + deadline.toNanos());
        owner.onStreamDeadline(this);
        return true;
    }

    /** Messages of ours that were abandoned because their deadline was over. */
    public long expiredMessages() {
        return expired;
    }

    /** How often {@link #poll} passed over messages that the peer abandoned; adjacent ones count once. */
    public long gaps() {
        return reader.gaps();
    }

    private void requireOpenForSending() {
        if (sendSide.isFinished()) {
            throw new TransportException(
                    ErrorCode.STREAM_STATE_ERROR, "stream " + id + " was finished and takes no more messages");
        }
    }

    /** The next message in order, or null if none is complete; see {@link #isEnded}. */
    public byte @Nullable [] poll() {
        if (receivedReset != null) {
            return null;
        }
        long before = receiveSide.consumed();
        byte[] message = reader.poll();
        onPolled(before, message != null);
        return message;
    }

    /**
     * As {@link #poll()}, without an object for each message: the next message in order is put into a buffer.
     *
     * @param target advanced by the message
     * @return the message's length, or -1 if none is complete
     * @throws BufferOverflowException if the buffer has no room for it; it is then still the next one
     */
    public int poll(ByteBuffer target) {
        if (receivedReset != null) {
            return -1;
        }
        long before = receiveSide.consumed();
        boolean found = true;
        try {
            int length = reader.poll(target);
            found = length >= 0;
            return length;
        } finally {
            onPolled(before, found);
        }
    }

    private void onPolled(long consumedBefore, boolean found) {
        long consumed = receiveSide.consumed() - consumedBefore;
        if (consumed > 0) {
            owner.onStreamConsumed(this, receiveSide.creditFor(consumed));
            if (receiveSide.creditToAnnounce() >= 0) {
                creditPending = true;
                owner.onStreamPending(this);
            }
        }
        if (!found) {
            readableSignalled = false;
            requireWholeMessages();
        }
    }

    /** No more messages follow; what was offered is still delivered. */
    public void finish() {
        sendSide.finish();
        owner.onStreamPending(this);
    }

    /** Abandons the sending direction; what was not delivered is dropped. */
    public void reset(ErrorCode reason) {
        if (sentReset == null && !sendSide.isComplete()) {
            sentReset = reason;
            resetPending = true;
            sendSide.discard();
            countBuffered();
            deadlines = null;
            owner.onStreamPending(this);
        }
    }

    /** Asks the peer to abandon its sending direction. */
    public void stopReceiving(ErrorCode reason) {
        if (stopSending == null && !isEnded()) {
            stopSending = reason;
            stopPending = true;
            owner.onStreamPending(this);
        }
    }

    /** True when the peer's direction is over and every message was polled. */
    public boolean isEnded() {
        return receivedReset != null || receiveSide.isFinished();
    }

    /** Why the peer abandoned its direction, or null. */
    public @Nullable ErrorCode receivedReset() {
        return receivedReset;
    }

    /** True after {@link #finish} or {@link #reset}. */
    public boolean isSendingFinished() {
        return sendSide.isFinished();
    }

    /** True when the peer has everything including the end. */
    public boolean isSendingComplete() {
        return sentReset != null ? resetAcknowledged : sendSide.isComplete();
    }

    /** Bytes that the peer may send ahead of our reading; it grows while we read quickly. */
    public int receiveWindow() {
        return receiveSide.window();
    }

    /** Bytes offered and not yet acknowledged. */
    public long buffered() {
        return sendSide.buffered();
    }

    // The connection's side.

    /** True if nothing is left to do for either direction. */
    public boolean isDone() {
        return isEnded() && isSendingComplete();
    }

    public SendSide sendSide() {
        return sendSide;
    }

    /** Takes a STREAM frame; returns new bytes that count against connection credit. */
    public long receive(long offset, ByteBuffer data, boolean fin) {
        if (receivedReset != null) {
            return 0;
        }
        long fresh = receiveSide.receive(offset, data, fin);
        if (receiveSide.isFinished()) {
            requireWholeMessages();
        }
        return fresh;
    }

    /** Takes a SKIP frame; returns new bytes that count against connection credit. */
    public long receiveSkip(long offset, long length) {
        return receivedReset == null ? receiveSide.skip(offset, offset + length) : 0;
    }

    /** Bytes of messages just skipped that count as consumed, once. */
    public long takeCreditForSkipped() {
        return receiveSide.takeCreditForSkipped();
    }

    /** Abandons messages whose deadline is over; returns true if there were any. */
    public boolean expire(long now) {
        Deadlines waiting = deadlines;
        int abandonedNow = waiting == null ? 0 : waiting.expire(now, sendSide);
        if (waiting != null && waiting.isEmpty()) {
            deadlines = null;
        }
        expired += abandonedNow;
        return abandonedNow > 0;
    }

    /** When the next message may be late, or {@link Long#MAX_VALUE}. */
    public long nextExpiry() {
        return deadlines == null ? Long.MAX_VALUE : deadlines.next(sendSide);
    }

    private void requireWholeMessages() {
        if (receiveSide.isWhole() && reader.isInsideMessage()) {
            throw new TransportException(ErrorCode.FRAME_ENCODING_ERROR, "a stream ends inside a message");
        }
    }

    /** Takes a RESET_STREAM frame; returns new bytes that count against connection credit. */
    public long receiveReset(ErrorCode reason, long finalSize) {
        if (receivedReset != null || receiveSide.isFinished()) {
            return 0;
        }
        long consumed = receiveSide.consumed();
        long rise = receiveSide.resetAt(finalSize);
        receivedReset = reason;
        // All that was received and will not be read, behind holes too, is credit for other streams.
        abandoned = receiveSide.creditFor(finalSize - consumed);
        return rise;
    }

    /** Bytes that a reset made nobody read; they count as consumed, once. */
    public long takeAbandoned() {
        long bytes = abandoned;
        abandoned = 0;
        return bytes;
    }

    /** True if the application should be told, once, that messages or the end wait. */
    public boolean signalReadable() {
        boolean something = receiveSide.available() > 0 || reader.isBeforeGap() || isEnded();
        if (!something || readableSignalled) {
            return false;
        }
        readableSignalled = true;
        return true;
    }

    /** True if the application was refused and there is room again. */
    public boolean signalWritable() {
        if (!writableWanted || sendSide.buffered() > sendBuffer() / 2) {
            return false;
        }
        writableWanted = false;
        return true;
    }

    /** True if any frame of this stream could go out now. */
    public boolean isSendable(long connectionCredit) {
        return resetPending
                || stopPending
                || creditPending
                || (sentReset == null && sendSide.isSendable(connectionCredit));
    }

    /** Whether the stream waits in the connection's queue. */
    public boolean isPending() { return pending; }

    /** An object of the connection's, kept here so that telling of the stream again needs no new one. */
    public @Nullable Object signals() {
        return signals;
    }

    public void signals(@Nullable Object events) {
        signals = events;
    }

    public void pending(boolean isQueued) {
        pending = isQueued;
    }

    public boolean isCreditPending() { return creditPending; }

    /** The new receive limit to announce; clears the wish. */
    public long takeCredit(long now, long roundTrip) {
        creditPending = false;
        return receiveSide.announce(now, roundTrip);
    }

    public void onCreditLost() {
        if (!isEnded()) {
            creditPending = true;
        }
    }

    public boolean isResetPending() { return resetPending; }

    /** The code of the reset to send; clears the wish. */
    public ErrorCode takeReset() {
        resetPending = false;
        return sentReset == null ? ErrorCode.CANCELLED : sentReset;
    }

    public void onResetLost() {
        resetPending = !resetAcknowledged;
    }

    public void onResetAcknowledged() {
        resetAcknowledged = true;
        resetPending = false;
    }

    public boolean isStopPending() { return stopPending; }

    public ErrorCode takeStop() {
        stopPending = false;
        return stopSending == null ? ErrorCode.CANCELLED : stopSending;
    }

    public void onStopLost() {
        stopPending = !isEnded();
    }

    /** Bytes of memory that the buffers of both directions hold. */
    public long memory() {
        return sendSide.memory() + receiveSide.memory() + reader.memory();
    }

    public void releaseIfEmpty() {
        signals = null;
        sendSide.releaseIfEmpty();
        receiveSide.releaseIfEmpty();
    }

    @Override
    public String toString() {
        return "stream " + id;
    }
}
