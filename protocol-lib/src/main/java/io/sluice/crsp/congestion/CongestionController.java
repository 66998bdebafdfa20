package io.sluice.crsp.congestion;

/**
 * Decides how many bytes may be in flight and how fast they leave (RFC 9002 §7). Driven by one
 * connection; times in nanoseconds, sizes in bytes of datagrams. Not safe for threads.
 */
public interface CongestionController {
    /** The congestion window: bytes that may be in flight. */
    long window();

    /** Bytes per second at which packets should leave, or {@link Long#MAX_VALUE} for no pacing. */
    long pacingRate(long smoothedRtt);

    void onPacketSent(long now, int bytes, long bytesInFlight);

    /**
     * @param timeSent when the acknowledged packet left
     * @param windowLimited false if the application had too little to send: the window must not grow
     */
    void onPacketAcked(
            long now, long timeSent, int bytes, long smoothedRtt, boolean windowLimited);

    /** Packets were lost of which the newest left at {@code newestLostTimeSent}. */
    void onPacketsLost(long now, long newestLostTimeSent, long lostBytes, boolean persistent);

    /**
     * Packets arrived marked by a router whose queue grows (RFC 9002 §7.1): as a loss, though nothing is missing.
     *
     * @param newestTimeSent when the newest packet left that the report is about
     * @param packets how many were marked
     */
    void onCongestionMarked(long now, long newestTimeSent, long packets);

    /** All losses of the last congestion event were no losses: what was given up is given back. */
    void onSpuriousLoss();

    /** An acknowledgement was processed as a whole; the sample is valid during the call only. */
    default void onAcknowledgement(DeliverySample sample) {}

    /** Datagrams have another size from now on; what was learnt of the path stays. */
    void onDatagramSize(int bytes);

    /** What it is doing now, in the words of its own specification, such as {@code slow_start}; for logs. */
    String state();

    /** Name for logs and metrics. */
    String name();
}
