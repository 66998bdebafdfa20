package io.sluice.crsp.recovery;

import io.sluice.crsp.congestion.CongestionController;
import io.sluice.crsp.congestion.Pacer;
import io.sluice.crsp.recovery.SentPacket.Fate;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * Loss detection and probe timeouts after RFC 9002 §6, over both number spaces of a connection. The
 * reordering thresholds widen when a loss proves to be none, as RACK does (RFC 8985 §6.2), so that a
 * jittery path does not look like a lossy one. Not safe for threads; times in nanoseconds.
 */
public final class LossRecovery {
    /** RFC 9002 §6.1.1. */
    private static final int INITIAL_PACKET_THRESHOLD = 3;

    private static final int MAX_PACKET_THRESHOLD = 1024;

    /** RFC 9002 §6.1.2: 9/8 of the round trip, here in eighths. */
    private static final int INITIAL_TIME_THRESHOLD = 9;

    private static final int MAX_TIME_THRESHOLD = 24;

    /** RFC 9002 §7.6.1. */
    private static final int PERSISTENT_CONGESTION_THRESHOLD = 3;

    /** RFC 9002 §6.2.4 allows up to two probes a timeout: the second covers the loss of the first. */
    private static final int PROBES = 2;

    /** Share of bytes lost from which the last window of a transfer is sent twice. */
    private static final double TAIL_LOSS = 0.05;

    /** The newest packets only: older ones are found lost sooner than a copy would help. */
    private static final int TAIL_PACKETS = 8;

    /** Packets in flight that make it a transfer, not a message now and then. */
    private static final int MIN_TAIL = 4;

    private RttEstimator rtt;
    private CongestionController congestion;
    private final Pacer pacer;
    private final FrameFates fates;
    private final long maxProbeTimeout;
    private long peerMaxAckDelay;
    private long bytesInFlight;
    private @Nullable AckProgress ack;
    private long delivered;
    private long deliveredTime;
    private long firstSentTime;
    private long lostBytes;
    private int probeCount;
    private int packetThreshold = INITIAL_PACKET_THRESHOLD;
    private int timeThreshold = INITIAL_TIME_THRESHOLD;
    private long timeThresholdRaised = Long.MIN_VALUE;
    private long recoveryStart = Long.MIN_VALUE;
    private int lossesInEpoch;
    private int spuriousInEpoch;
    private boolean applicationLimited;
    private long packetsLost;
    private long packetsSpuriouslyLost;
    private long probeTimeouts;

    private Ecn ecn = new Ecn(false);
    private @Nullable PacketSpace markedSpace;

    public LossRecovery(
            RttEstimator rtt,
            CongestionController congestion,
            Pacer pacer,
            long maxProbeTimeout,
            FrameFates fates) {
        this.rtt = rtt;
        this.congestion = congestion;
        this.pacer = pacer;
        this.maxProbeTimeout = maxProbeTimeout;
        this.fates = fates;
    }

    /** Marks packets of this space from now on, as long as the path seems to keep the marks. */
    public void enableEcn(PacketSpace space) {
        markedSpace = space;
        ecn = new Ecn(true);
    }

    /** What the peer announced as the longest that it holds acknowledgements back. */
    public void peerMaxAckDelay(long nanos) {
        peerMaxAckDelay = nanos;
    }

    /** Whether the congestion window lets a datagram of this size pass. */
    public boolean isWindowOpen(int bytes) {
        return bytesInFlight + bytes <= congestion.window();
    }

    /** When pacing lets a datagram of this size pass: {@code now} or later. */
    public long paceUntil(long now, int bytes) {
        return rtt.hasSample()
                ? pacer.earliest(now, bytes, congestion.pacingRate(rtt.smoothed()))
                : now;
    }

    /** Tells whether the application, not the window, held sending back. */
    public void applicationLimited(boolean limited) {
        applicationLimited = limited;
    }

    /** Records the packet that {@link SentPackets#begin} started. */
    public void onSent(long now, PacketSpace space, SentPacket packet, int size, boolean eliciting) {
        packet.sent(now, size, eliciting);
        if (packet.isEcnMarked()) {
            ecn.onSent();
        }
        if (!eliciting) {
            space.sent().commitUnacknowledged();
            // Whoever only acknowledges is never acknowledged, and would otherwise keep a record of each packet.
            space.sent().prune(now - 3 * probeInterval());
            return;
        }
        space.sent().commit();
        congestion.onPacketSent(now, size, bytesInFlight);
        if (bytesInFlight == 0) {
            deliveredTime = now;
            firstSentTime = now;
        }
        packet.deliveryState(delivered, deliveredTime, firstSentTime, applicationLimited);
        pacer.onSent(size);
        bytesInFlight += size;
        space.ackElicitingInFlight++;
        space.lastAckElicitingSent = now;
    }

    /** Begins an ACK frame; the delay is the peer's, in nanoseconds. */
    public void beginAck(long now, PacketSpace space, long largest, long delay) {
        if (largest >= space.sent().nextNumber()) {
            throw new TransportException(
                    ErrorCode.PROTOCOL_VIOLATION, "packet " + largest + " was acknowledged but never sent");
        }
        ecn.beginAck();
        ack().begin(now, largest, Math.min(delay, peerMaxAckDelay));
    }

    /** The marks that the peer counted, of an ACK frame of data packets; others are never marked. */
    public void ackEcn(PacketSpace space, long ect0, long ect1, long congestionExperienced) {
        if (space == markedSpace) {
            ecn.onCounts(ect0, ect1, congestionExperienced);
        }
    }

    /** Packets {@code first..last} of the frame begun. */
    public void ackRange(long now, PacketSpace space, long first, long last) {
        SentPackets sent = space.sent();
        for (long number = Math.max(first, sent.base()); number <= last; number++) {
            SentPacket packet = sent.get(number);
            if (packet == null) {
                continue;
            }
            if (packet.fate() == Fate.OUTSTANDING) {
                onPacketAcknowledged(now, space, packet);
            } else if (packet.fate() == Fate.LOST) {
                onSpuriouslyLost(now, space, packet);
            }
        }
    }

    private void onPacketAcknowledged(long now, PacketSpace space, SentPacket packet) {
        bytesInFlight -= packet.size();
        space.ackElicitingInFlight--;
        delivered += packet.size();
        deliveredTime = now;
        firstSentTime = Math.max(firstSentTime, packet.timeSent());
        long interval = Math.max(packet.timeSent() - packet.firstSentBefore(), now - packet.deliveredTimeBefore());
        AckProgress frame = ack();
        frame.sample.onPacket(packet.deliveredBefore(), interval, packet.applicationLimited());
        frame.anyEliciting |= packet.ackEliciting();
        if (packet.number() == frame.largest) {
            frame.largestTime = packet.timeSent();
        }
        congestion.onPacketAcked(
                now, packet.timeSent(), packet.size(), rtt.smoothed(), !applicationLimited);
        finish(now, space, packet);
    }

    private void onSpuriouslyLost(long now, PacketSpace space, SentPacket packet) {
        if (packet.isMtuProbe()) {
            finish(now, space, packet);
            return;
        }
        packetsSpuriouslyLost++;
        lostBytes -= packet.size();
        delivered += packet.size();
        deliveredTime = now;
        long distance = Math.max(space.largestAcked, ack().largest) - packet.number();
        packetThreshold = Math.clamp(distance + 1, packetThreshold, MAX_PACKET_THRESHOLD);
        if (timeThresholdRaised == Long.MIN_VALUE || now - timeThresholdRaised > rtt.smoothed()) {
            timeThreshold = Math.min(timeThreshold + 1, MAX_TIME_THRESHOLD);
            timeThresholdRaised = now;
        }
        spuriousInEpoch++;
        if (packet.timeSent() <= recoveryStart && spuriousInEpoch >= lossesInEpoch) {
            congestion.onSpuriousLoss();
        }
        finish(now, space, packet);
    }

    private void finish(long now, PacketSpace space, SentPacket packet) {
        packet.fate(Fate.DONE);
        AckProgress frame = ack();
        frame.any = true;
        frame.newestTime = Math.max(frame.newestTime, packet.timeSent());
        if (packet.isEcnMarked()) {
            ecn.onAcknowledged();
        }
        fates.onPacketAcknowledged(now, packet);
        for (int i = 0; i < packet.frameCount(); i++) {
            fates.onFrameAcknowledged(packet, i);
        }
        if (packet.ackLargest() >= 0) {
            space.received().onAckAcknowledged(packet.ackLargest());
        }
    }

    /** Ends the frame: takes the round-trip sample and looks for losses. */
    public void endAck(long now, PacketSpace space) {
        AckProgress frame = ack();
        if (!frame.any) {
            return;
        }
        boolean newest = frame.largest > space.largestAcked;
        space.largestAcked = Math.max(space.largestAcked, frame.largest);
        long marked = space == markedSpace ? ecn.endAck(newest) : 0;
        if (marked > 0) {
            // RFC 9002 §7.1: as a loss, but nothing is missing.
            congestion.onCongestionMarked(now, frame.newestTime, marked);
        }
        if (frame.largestTime != Long.MIN_VALUE && frame.anyEliciting) {
            rtt.onSample(now - frame.largestTime, frame.delay);
        }
        probeCount = 0;
        detectLosses(now, space);
        frame.sample.end(delivered, lostBytes, bytesInFlight, rtt.minimum(), rtt.smoothed(), rtt.variance());
        congestion.onAcknowledgement(frame.sample);
        space.sent().prune(now - 3 * probeInterval());
    }

    private void detectLosses(long now, PacketSpace space) {
        space.lossTime = Long.MAX_VALUE;
        long delay = Math.max(
                RttEstimator.GRANULARITY,
                Math.max(rtt.latest(), rtt.smoothed()) / 8 * timeThreshold);
        long newlyLostBytes = 0;
        long newestLost = Long.MIN_VALUE;
        long runStart = Long.MAX_VALUE;
        boolean persistent = false;
        long persistentAfter = PERSISTENT_CONGESTION_THRESHOLD * probeInterval();
        SentPackets sent = space.sent();
        for (long number = sent.base(); number <= space.largestAcked; number++) {
            SentPacket packet = sent.get(number);
            if (packet == null) {
                continue;
            }
            if (packet.fate() == Fate.DONE && packet.ackEliciting()) {
                runStart = Long.MAX_VALUE;
            }
            if (packet.fate() != Fate.OUTSTANDING) {
                continue;
            }
            if (number > space.largestAcked - packetThreshold && now - packet.timeSent() < delay) {
                space.lossTime = Math.min(space.lossTime, packet.timeSent() + delay);
                continue;
            }
            if (packet.isMtuProbe()) {
                onMtuProbeLost(now, space, packet);
                continue;
            }
            newlyLostBytes += packet.size();
            newestLost = Math.max(newestLost, packet.timeSent());
            runStart = Math.min(runStart, packet.timeSent());
            persistent |= rtt.hasSample() && packet.timeSent() - runStart > persistentAfter;
            onPacketLost(now, space, packet);
        }
        if (newlyLostBytes > 0) {
            if (newestLost > recoveryStart) {
                recoveryStart = now;
            }
            congestion.onPacketsLost(now, newestLost, newlyLostBytes, persistent);
        }
    }

    private void onMtuProbeLost(long now, PacketSpace space, SentPacket packet) {
        bytesInFlight -= packet.size();
        space.ackElicitingInFlight--;
        packet.fate(Fate.LOST);
        fates.onPacketLost(now, packet);
    }

    private void onPacketLost(long now, PacketSpace space, SentPacket packet) {
        packetsLost++;
        if (packet.isEcnMarked()) {
            ecn.onLost();
        }
        lostBytes += packet.size();
        if (packet.timeSent() > recoveryStart) {
            lossesInEpoch = 0;
            spuriousInEpoch = 0;
        }
        lossesInEpoch++;
        bytesInFlight -= packet.size();
        space.ackElicitingInFlight--;
        packet.fate(Fate.LOST);
        fates.onPacketLost(now, packet);
        for (int i = 0; i < packet.frameCount(); i++) {
            fates.onFrameLost(packet, i);
        }
    }

    /** When {@link #onTimeout} is due for this space, or {@link Long#MAX_VALUE}. */
    public long deadline(PacketSpace space) {
        if (space.lossTime != Long.MAX_VALUE) {
            return space.lossTime;
        }
        return space.hasInFlight() ? space.lastAckElicitingSent + backedOff() : Long.MAX_VALUE;
    }

    /** Detects losses or asks for probes, whichever is due. */
    public void onTimeout(long now, PacketSpace space) {
        if (space.lossTime != Long.MAX_VALUE) {
            if (now >= space.lossTime) {
                detectLosses(now, space);
            }
            return;
        }
        if (!space.hasInFlight() || now < space.lastAckElicitingSent + backedOff()) {
            return;
        }
        probeTimeouts++;
        probeCount++;
        probe(space);
    }

    /** Sends the oldest data again without waiting, as after a change of address. */
    public void probe(PacketSpace space) {
        space.addProbes(PROBES);
        space.pingPending(true);
        resendOldest(space);
    }

    /** The path carries datagrams of another size from now on. */
    public void onDatagramSize(int bytes) {
        congestion.onDatagramSize(bytes);
        pacer.onDatagramSize(bytes);
    }

    /** Explicit congestion notification of the path in use. */
    public Ecn ecn() {
        return ecn;
    }

    /** Begins anew to learn the path; what is in flight counts on. */
    public void onPathChanged(RttEstimator newRtt, CongestionController newCongestion) {
        rtt = newRtt;
        congestion = newCongestion;
        ecn.restart();
        probeCount = 0;
    }

    private void resendOldest(PacketSpace space) {
        int found = 0;
        SentPackets sent = space.sent();
        for (long number = sent.base(); number < sent.nextNumber() && found < PROBES; number++) {
            SentPacket packet = sent.get(number);
            if (packet != null && packet.fate() == Fate.OUTSTANDING && packet.frameCount() > 0) {
                found++;
                for (int i = 0; i < packet.frameCount(); i++) {
                    fates.onFrameLost(packet, i);
                }
            }
        }
    }

    /**
     * Lets what one of the newest packets carries be sent a second time, when there is nothing else to send: at the end
     * of a transfer over a path that loses a lot, waiting for losses to show costs more than copies of the last packets.
     *
     * @return true if there is something to send now
     */
    public boolean repeatTail(PacketSpace space) {
        if (!mayRepeatTail(space)) {
            return false;
        }
        SentPackets sent = space.sent();
        long first = Math.max(sent.base(), sent.nextNumber() - TAIL_PACKETS);
        for (long number = first; number < sent.nextNumber(); number++) {
            SentPacket packet = sent.get(number);
            if (packet != null && packet.fate() == Fate.OUTSTANDING && !packet.isRepeated()
                    && packet.frameCount() > 0) {
                packet.markRepeated();
                for (int i = 0; i < packet.frameCount(); i++) {
                    fates.onFrameLost(packet, i);
                }
                return true;
            }
        }
        return false;
    }

    /** Whether the path loses so much, and so much is in flight, that copies are worth their while. */
    public boolean mayRepeatTail(PacketSpace space) {
        return space.ackElicitingInFlight >= MIN_TAIL && lostBytes > TAIL_LOSS * (delivered + lostBytes);
    }

    /** Forgets everything in flight in a space that is given up (RFC 9002 §6.4). */
    public void discard(PacketSpace space) {
        SentPackets sent = space.sent();
        for (long number = sent.base(); number < sent.nextNumber(); number++) {
            SentPacket packet = sent.get(number);
            if (packet != null && packet.fate() == Fate.OUTSTANDING) {
                bytesInFlight -= packet.size();
                space.ackElicitingInFlight--;
                packet.fate(Fate.DONE);
            }
        }
        sent.prune(Long.MAX_VALUE);
        sent.releaseIfEmpty();
        space.lossTime = Long.MAX_VALUE;
        probeCount = 0;
    }

    private AckProgress ack() {
        AckProgress current = ack == null ? new AckProgress() : ack;
        ack = current;
        return current;
    }

    /** Gives back what is needed only while acknowledgements come. */
    public void releaseIdle() {
        ack = null;
    }

    /** The probe timeout without back-off, in nanoseconds. */
    public long probeInterval() {
        return rtt.probeTimeout(peerMaxAckDelay);
    }

    /** The probe timeout without back-off as probes really go out, in nanoseconds. */
    public long probePace() {
        // One late answer, as of a machine that slept, widens the variance by far more than the path deserves.
        return Math.min(probeInterval(), Math.max(maxProbeTimeout, 2 * rtt.smoothed()));
    }

    private long backedOff() {
        long interval = probePace();
        // The first repetition keeps its pace: on a lossy path one unanswered probe says little.
        long backedOff = interval << Math.clamp(probeCount - 1L, 0, 20);
        return Math.max(interval, Math.min(backedOff, maxProbeTimeout));
    }

    public RttEstimator rtt() {
        return rtt;
    }

    public CongestionController congestion() {
        return congestion;
    }

    public long bytesInFlight() {
        return bytesInFlight;
    }

    /** Probe timeouts in a row. */
    public int probeCount() {
        return probeCount;
    }

    /** True if a packet counts as lost because enough later ones arrived, whatever the time (RFC 9002 §6.1.1). */
    public boolean isBeyondReordering(PacketSpace space, long number) {
        return number <= space.largestAcked - packetThreshold;
    }

    public long packetsLost() {
        return packetsLost;
    }

    public long packetsSpuriouslyLost() {
        return packetsSpuriouslyLost;
    }

    public long probeTimeouts() {
        return probeTimeouts;
    }
}
