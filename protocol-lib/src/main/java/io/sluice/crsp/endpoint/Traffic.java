package io.sluice.crsp.endpoint;

import io.sluice.crsp.connection.Connection;

/**
 * Adds up what the connections of an endpoint do: what recovery counts is seen before and after it is called, so that
 * no connection needs room for more.
 */
final class Traffic {
    private final DurationCounts rtt = new DurationCounts();
    private long datagramsSent;
    private long bytesSent;
    private long bytesReceived;
    private long packetsLost;
    private long packetsSpuriouslyLost;
    private long probeTimeouts;

    private long lostBefore;
    private long spuriousBefore;
    private long probesBefore;
    private long rttBefore;

    void onSent(int bytes) {
        datagramsSent++;
        bytesSent += bytes;
    }

    void onReceived(int bytes) {
        bytesReceived += bytes;
    }

    /** The connection is about to be called. */
    void before(Connection connection) {
        lostBefore = connection.packetsLost();
        spuriousBefore = connection.packetsSpuriouslyLost();
        probesBefore = connection.probeTimeouts();
        rttBefore = connection.latestRtt();
    }

    /** It has been called. */
    void after(Connection connection) {
        packetsLost += connection.packetsLost() - lostBefore;
        packetsSpuriouslyLost += connection.packetsSpuriouslyLost() - spuriousBefore;
        probeTimeouts += connection.probeTimeouts() - probesBefore;
        long latest = connection.latestRtt();
        // Two samples in a row that are equal to the nanosecond count as one.
        if (latest != rttBefore) {
            rtt.add(latest);
        }
    }

    TrafficStatistics statistics() {
        return new TrafficStatistics(datagramsSent, bytesSent, bytesReceived, packetsLost, packetsSpuriouslyLost,
                probeTimeouts, rtt.within());
    }
}
