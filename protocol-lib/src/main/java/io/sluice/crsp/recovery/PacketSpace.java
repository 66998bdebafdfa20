package io.sluice.crsp.recovery;

/**
 * A packet number space (RFC 9000 §12.3): handshake packets and data packets are numbered and
 * acknowledged on their own. Not safe for threads.
 */
public final class PacketSpace {
    private final SentPackets sent = new SentPackets();
    private final ReceivedPackets received = new ReceivedPackets();
    long largestAcked = -1;
    long lossTime = Long.MAX_VALUE;
    long lastAckElicitingSent = Long.MIN_VALUE;
    int ackElicitingInFlight;
    private int probesPending;
    private boolean pingPending;

    public SentPackets sent() {
        return sent;
    }

    public ReceivedPackets received() {
        return received;
    }

    /** Probes that may still leave regardless of the congestion window. */
    public int probesPending() {
        return probesPending;
    }

    void addProbes(int count) {
        probesPending = count;
    }

    public void onProbeSent() {
        probesPending = Math.max(0, probesPending - 1);
    }

    /** True if something ack-eliciting is wanted and a PING will do. */
    public boolean isPingPending() {
        return pingPending;
    }

    public void pingPending(boolean wanted) {
        pingPending = wanted;
    }

    /** True if packets wait for their acknowledgement. */
    public boolean hasInFlight() {
        return ackElicitingInFlight > 0;
    }
}
