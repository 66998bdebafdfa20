package io.sluice.crsp.congestion;

/**
 * What one acknowledgement tells about the path, after the IETF draft on delivery rate estimation
 * (draft-cheng-iccrg-delivery-rate-estimation). One instance is reused for every acknowledgement; times in
 * nanoseconds, sizes in bytes.
 */
public final class DeliverySample {
    private long now;
    private long delivered;
    private long deliveredBefore;
    private long interval;
    private boolean applicationLimited;
    private long lost;
    private long bytesInFlight;
    private long minimumRtt;
    private long smoothedRtt;
    private long rttVariance;

    /** Begins the sample of an acknowledgement; no packet is in it yet. */
    public void begin(long time) {
        now = time;
        interval = 0;
        deliveredBefore = -1;
        applicationLimited = false;
    }

    /** Takes a packet into account; the newest one, by what had been delivered when it left, decides. */
    public void onPacket(long packetDeliveredBefore, long packetInterval, boolean packetApplicationLimited) {
        if (packetDeliveredBefore >= deliveredBefore) {
            deliveredBefore = packetDeliveredBefore;
            interval = packetInterval;
            applicationLimited = packetApplicationLimited;
        }
    }

    /** Completes the sample. */
    public void end(
            long totalDelivered, long totalLost, long inFlight, long minRtt, long smoothed, long variance) {
        delivered = totalDelivered;
        lost = totalLost;
        bytesInFlight = inFlight;
        minimumRtt = minRtt;
        smoothedRtt = smoothed;
        rttVariance = variance;
    }

    public long now() {
        return now;
    }

    /** All bytes acknowledged so far. */
    public long delivered() {
        return delivered;
    }

    /** What {@link #delivered} was when the newest acknowledged packet left, or -1 if no packet was acknowledged. */
    public long deliveredBefore() {
        return deliveredBefore;
    }

    /** Bytes per second between that packet's departure and now, or 0 if unknown. */
    public double rate() {
        return interval <= 0 || deliveredBefore < 0 ? 0 : (delivered - deliveredBefore) * 1e9 / interval;
    }

    /** True if the application had too little to send when that packet left: the rate is a lower bound only. */
    public boolean isApplicationLimited() {
        return applicationLimited;
    }

    /** All bytes declared lost so far. */
    public long lost() {
        return lost;
    }

    public long bytesInFlight() {
        return bytesInFlight;
    }

    public long minimumRtt() {
        return minimumRtt;
    }

    public long smoothedRtt() {
        return smoothedRtt;
    }

    public long rttVariance() {
        return rttVariance;
    }
}
