package io.sluice.crsp.stream;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the ordered bytes of a stream into messages: a variable-length length and that many bytes. A
 * message may be longer than the stream's window; it is then gathered in memory that grows with what
 * has arrived, never with what was promised.
 */
final class MessageReader {
    /** What a gathered message is given room for before more of it has come. */
    private static final int FIRST_ROOM = 1024;

    private final ReceiveSide source;
    private final int maxMessageSize;
    private final int maxWaiting;
    private byte @Nullable [] partial;
    private int partialFilled;
    private long length = -1;
    private long start;
    private long gaps;

    /**
     * @param maxWaiting a message up to this size waits in the window until it is whole, in bytes
     */
    MessageReader(ReceiveSide source, int maxMessageSize, int maxWaiting) {
        this.source = source;
        this.maxMessageSize = maxMessageSize;
        this.maxWaiting = maxWaiting;
    }

    /** The next whole message, or null if none is complete. */
    byte @Nullable [] poll() {
        if (!isBegun()) {
            return null;
        }
        if (partial == null && source.available() >= length) {
            byte[] message = new byte[(int) length];
            source.read(message, 0, message.length);
            length = -1;
            return message;
        }
        return gather();
    }

    /**
     * The next whole message, into a buffer.
     *
     * @return its length, or -1 if none is complete
     * @throws BufferOverflowException if the buffer has no room for it; it is then still the next one
     */
    int poll(ByteBuffer target) {
        if (!isBegun()) {
            return -1;
        }
        int size = (int) length;
        if (target.remaining() < size) {
            throw new BufferOverflowException();
        }
        if (partial == null && source.available() >= size) {
            source.read(target, size);
            length = -1;
            return size;
        }
        byte[] message = gather();
        if (message == null) {
            return -1;
        }
        target.put(message);
        return size;
    }

    /** True if the length of a message that will come is known. */
    private boolean isBegun() {
        passSkipped();
        if (length < 0 && !readLength()) {
            return false;
        }
        if (source.isSkippedWithin(start, start + VarInt.size(length) + length)) {
            throw new TransportException(ErrorCode.PROTOCOL_VIOLATION, "a skipped message begins inside another");
        }
        return true;
    }

    /** True if the next poll passes over messages that will not come. */
    boolean isBeforeGap() {
        return source.skippedUntil(length < 0 ? source.consumed() : start) >= 0;
    }

    /** How often messages were passed over. */
    long gaps() {
        return gaps;
    }

    /** What has arrived of a message that will not be whole is dropped. */
    private void passSkipped() {
        long end = source.skippedUntil(length < 0 ? source.consumed() : start);
        if (end >= 0) {
            partial = null;
            partialFilled = 0;
            length = -1;
            gaps++;
            source.jump(end);
        }
    }

    /** True if a message has begun that is not complete. */
    boolean isInsideMessage() {
        return length >= 0 || source.available() > 0;
    }

    /** Bytes of memory held. */
    long memory() {
        return partial == null ? 0 : partial.length;
    }

    private boolean readLength() {
        if (source.available() == 0) {
            return false;
        }
        int bytes = 1 << ((source.peek(0) & 0xC0) >> 6);
        if (source.available() < bytes) {
            return false;
        }
        long value = source.peek(0) & 0x3F;
        for (int i = 1; i < bytes; i++) {
            value = value << 8 | (source.peek(i) & 0xFF);
        }
        if (value > maxMessageSize) {
            throw new TransportException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "a message of " + value + " bytes exceeds the limit of " + maxMessageSize);
        }
        start = source.consumed();
        source.consume(bytes);
        length = value;
        return true;
    }

    /**
     * Takes what has come of a longer message. If it waited in the window, it could fill what credit is left and never
     * become whole, and many streams with half a message each could hold all of the connection's.
     */
    private byte @Nullable [] gather() {
        if (partial == null && length <= maxWaiting) {
            return null;
        }
        int take = (int) Math.min(source.available(), length - partialFilled);
        if (take == 0) {
            return null;
        }
        byte[] buffer = partial == null ? new byte[(int) Math.min(length, Math.max(take, FIRST_ROOM))] : partial;
        if (buffer.length < partialFilled + take) {
            long doubled = Math.max(2L * buffer.length, partialFilled + take);
            buffer = Arrays.copyOf(buffer, (int) Math.min(doubled, length));
        }
        source.read(buffer, partialFilled, take);
        partial = buffer;
        partialFilled += take;
        if (partialFilled < length) {
            return null;
        }
        byte[] message = buffer.length == length ? buffer : Arrays.copyOf(buffer, (int) length);
        partial = null;
        partialFilled = 0;
        length = -1;
        return message;
    }
}
