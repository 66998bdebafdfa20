package io.sluice.crsp.recovery;

import java.util.Arrays;

/**
 * What must be known of a packet until its fate is clear: when it went, its size and which frames it
 * carried. Instances are reused by {@link SentPackets}.
 */
public final class SentPacket {
    /** Where a packet stands. */
    public enum Fate {
        /** Acknowledged, or never to be acknowledged. */
        DONE,
        OUTSTANDING,
        /** Declared lost; kept a while, for a late acknowledgement shows that it was not. */
        LOST
    }

    /** A retransmittable frame in a packet. */
    public enum FrameKind {
        STREAM,
        STREAM_FIN,
        HANDSHAKE,
        MAX_DATA,
        MAX_STREAM_DATA,
        MAX_STREAMS,
        RESET_STREAM,
        STOP_SENDING,
        SKIP,
        /** Never sent again; noted so that its loss is counted. */
        DATAGRAM,
        NEW_TICKET,
        RESET_TOKEN
    }

    private static final int FIELDS = 3;
    private static final long[] NO_FIELDS = {};
    private static final FrameKind[] NO_KINDS = {};

    private Fate fate = Fate.DONE;
    private long number;
    private long timeSent;
    private int size;
    private boolean ackEliciting;
    private boolean mtuProbe;
    private boolean repeated;
    private boolean ecnMarked;
    private long ackLargest;
    private long deliveredBefore;
    private long deliveredTimeBefore;
    private long firstSentBefore;
    private boolean applicationLimited;
    private FrameKind[] kinds = NO_KINDS;
    private long[] fields = NO_FIELDS;
    private int frameCount;

    void reset(long packetNumber) {
        number = packetNumber;
        fate = Fate.DONE;
        timeSent = 0;
        size = 0;
        ackEliciting = false;
        mtuProbe = false;
        repeated = false;
        ecnMarked = false;
        ackLargest = -1;
        deliveredBefore = 0;
        frameCount = 0;
    }

    /** Completes the record once the packet is built. */
    public void sent(long now, int packetSize, boolean elicitsAck) {
        timeSent = now;
        size = packetSize;
        ackEliciting = elicitsAck;
        fate = elicitsAck ? Fate.OUTSTANDING : Fate.DONE;
    }

    /** Notes a frame that must be sent again, or seen to, if the packet is lost. */
    public void addFrame(FrameKind kind, long streamId, long offset, long length) {
        if (frameCount == kinds.length) {
            int capacity = Math.max(1, frameCount * 2);
            kinds = Arrays.copyOf(kinds, capacity);
            fields = Arrays.copyOf(fields, capacity * FIELDS);
        }
        kinds[frameCount] = kind;
        int base = frameCount * FIELDS;
        fields[base] = streamId;
        fields[base + 1] = offset;
        fields[base + 2] = length;
        frameCount++;
    }

    public int frameCount() {
        return frameCount;
    }

    public FrameKind frameKind(int index) {
        return kinds[index];
    }

    public long frameStream(int index) {
        return fields[index * FIELDS];
    }

    public long frameOffset(int index) {
        return fields[index * FIELDS + 1];
    }

    public long frameLength(int index) {
        return fields[index * FIELDS + 2];
    }

    public long number() {
        return number;
    }

    public Fate fate() {
        return fate;
    }

    public void fate(Fate newFate) {
        fate = newFate;
    }

    /** Nanoseconds, on the clock handed to the connection. */
    public long timeSent() {
        return timeSent;
    }

    /** Bytes of the datagram. */
    public int size() {
        return size;
    }

    public boolean ackEliciting() {
        return ackEliciting;
    }

    /** Marks the packet as a probe of the path's size: its loss is no sign of congestion (RFC 9000 §14.4). */
    public void markMtuProbe() {
        mtuProbe = true;
    }

    public boolean isMtuProbe() { return mtuProbe; }

    /** Notes that the datagram left with a mark of explicit congestion notification. */
    public void markEcn() {
        ecnMarked = true;
    }

    public boolean isEcnMarked() { return ecnMarked; }

    /** Notes that what the packet carries was sent again without a loss, or is itself such a repetition. */
    public void markRepeated() {
        repeated = true;
    }

    public boolean isRepeated() { return repeated; }

    /** Bytes that had been acknowledged when this packet left, for delivery-rate samples. */
    public long deliveredBefore() {
        return deliveredBefore;
    }

    /** When the newest of those bytes had been acknowledged. */
    public long deliveredTimeBefore() {
        return deliveredTimeBefore;
    }

    /** When the packet left whose acknowledgement began the present flight. */
    public long firstSentBefore() {
        return firstSentBefore;
    }

    /** True if the application had nothing more to send when this packet left. */
    public boolean applicationLimited() {
        return applicationLimited;
    }

    /** Notes what a delivery rate is computed from later. */
    public void deliveryState(long delivered, long deliveredTime, long firstSent, boolean limited) {
        deliveredBefore = delivered;
        deliveredTimeBefore = deliveredTime;
        firstSentBefore = firstSent;
        applicationLimited = limited;
    }

    /** The largest number that an ACK frame in this packet acknowledged, or -1. */
    public long ackLargest() {
        return ackLargest;
    }

    public void ackLargest(long largest) {
        ackLargest = largest;
    }
}
