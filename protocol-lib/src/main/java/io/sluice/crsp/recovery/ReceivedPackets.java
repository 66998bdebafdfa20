package io.sluice.crsp.recovery;

import io.sluice.crsp.stream.RangeSet;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;

/**
 * The packet numbers received in one number space: finds duplicates and says what to acknowledge and
 * when (RFC 9000 §13.2). Numbers below the oldest kept range count as received, so memory is bounded
 * and no packet is ever processed twice. Not safe for threads; times in nanoseconds.
 */
public final class ReceivedPackets {
    /** Ranges kept; older ones are forgotten. */
    public static final int MAX_RANGES = 128;

    /** Ranges written into one ACK frame at most, so that the frame leaves room for data. */
    static final int MAX_RANGES_IN_FRAME = 32;

    /** Bytes that an ACK frame of one range may need, and the counts of marks more. */
    private static final int MAX_FIXED = 40;

    private static final int MAX_COUNTS = 24;

    private final RangeSet received = new RangeSet();
    private long forgottenBelow;
    private long largestTime;
    private long ect0;
    private long ect1;
    private long congestionExperienced;
    private int unacknowledged;
    private boolean immediate;
    private long ackDeadline = Long.MAX_VALUE;

    /** The largest number received, or -1. */
    public long largest() {
        return received.maxEnd(0) - 1;
    }

    /** True if this number was received before or is too old to tell. */
    public boolean isDuplicate(long packetNumber) {
        return packetNumber < forgottenBelow || received.contains(packetNumber);
    }

    /**
     * Notes a packet that was authenticated and is processed.
     *
     * @param maxAckDelay how long an acknowledgement may wait
     * @param threshold ack-eliciting packets after which it waits no longer
     */
    public void onReceived(
            long now, long packetNumber, boolean ackEliciting, long maxAckDelay, int threshold) {
        long previousLargest = largest();
        received.add(packetNumber, packetNumber + 1);
        if (packetNumber > previousLargest) {
            largestTime = now;
        }
        while (received.size() > MAX_RANGES) {
            forgottenBelow = received.end(0);
            received.removeFirst();
        }
        if (!ackEliciting) {
            return;
        }
        unacknowledged++;
        if (packetNumber != previousLargest + 1 || unacknowledged >= threshold) {
            immediate = true;
        }
        if (ackDeadline == Long.MAX_VALUE) {
            ackDeadline = now + maxAckDelay;
        }
    }

    /** Notes the mark that a packet arrived with; congestion is reported at once (RFC 9000 §13.2.1). */
    public void onEcn(int codepoint) {
        switch (codepoint) {
            case Ecn.ECT_0 -> ect0++;
            case Ecn.ECT_1 -> ect1++;
            case Ecn.CONGESTION_EXPERIENCED -> {
                congestionExperienced++;
                immediate = true;
            }
            default -> {
            }
        }
    }

    /** True if something ack-eliciting waits to be acknowledged. */
    public boolean hasUnacknowledged() {
        return unacknowledged > 0;
    }

    /** True if an ACK must go out now even with nothing else to send. */
    public boolean isAckDue(long now) {
        return unacknowledged > 0 && (immediate || now >= ackDeadline);
    }

    /** When an ACK falls due, or {@link Long#MAX_VALUE}. */
    public long ackDeadline() {
        if (unacknowledged == 0) {
            return Long.MAX_VALUE;
        }
        return immediate ? Long.MIN_VALUE : ackDeadline;
    }

    /**
     * Writes an ACK frame of as many of the newest ranges as fit and clears what was pending.
     *
     * @return the largest number acknowledged, or -1 if nothing was written for lack of room
     */
    public long writeAck(long now, ByteBuffer out) {
        int last = received.size() - 1;
        boolean marks = ect0 + ect1 + congestionExperienced > 0;
        int fixed = marks ? MAX_FIXED + MAX_COUNTS : MAX_FIXED;
        if (last < 0 || out.remaining() < fixed) {
            return -1;
        }
        long largest = received.end(last) - 1;
        int more = Math.min(last, Math.min(MAX_RANGES_IN_FRAME, (out.remaining() - fixed) / 16));
        out.put((byte) (marks ? FrameType.ACK_ECN : FrameType.ACK));
        VarInt.write(out, largest);
        VarInt.write(out, Math.max(0, now - largestTime) / 1000);
        VarInt.write(out, more);
        VarInt.write(out, largest - received.start(last));
        for (int i = last - 1; i >= last - more; i--) {
            VarInt.write(out, received.start(i + 1) - received.end(i) - 1);
            VarInt.write(out, received.end(i) - 1 - received.start(i));
        }
        if (marks) {
            VarInt.write(out, ect0);
            VarInt.write(out, ect1);
            VarInt.write(out, congestionExperienced);
        }
        unacknowledged = 0;
        immediate = false;
        ackDeadline = Long.MAX_VALUE;
        return largest;
    }

    /**
     * The peer has our ACK that went up to this number: older ranges need no more repeating (RFC 9000
     * §13.2.4).
     */
    public void onAckAcknowledged(long largestAcknowledged) {
        while (received.size() > 1 && received.end(0) - 1 <= largestAcknowledged) {
            forgottenBelow = received.end(0);
            received.removeFirst();
        }
    }
}
