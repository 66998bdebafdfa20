package io.sluice.gateway.session;

import io.sluice.crsp.connection.Connection;
import io.sluice.crsp.connection.ConnectionStatistics;
import java.util.concurrent.TimeUnit;

/**
 * The connection of a session as it is shown to operators; counts since it began.
 *
 * @param remoteAddress the client's address and port
 * @param silentMillis since the client was heard last
 * @param rttMillis smoothed round-trip time (RFC 9002)
 * @param minimumRttMillis the shortest seen
 * @param congestionWindow bytes that may be in flight
 * @param bytesInFlight those that are
 * @param datagramBytes the largest datagram that the path carries
 * @param packetsSent by the gateway
 * @param packetsReceived from the client
 * @param packetsLost of those sent
 * @param lossPercent packets lost of those sent
 * @param probeTimeouts how often an acknowledgement had to be provoked
 * @param bytesSent by the gateway
 * @param bytesReceived from the client
 */
public record ConnectionView(
        String remoteAddress,
        long silentMillis,
        double rttMillis,
        double minimumRttMillis,
        long congestionWindow,
        long bytesInFlight,
        int datagramBytes,
        long packetsSent,
        long packetsReceived,
        long packetsLost,
        double lossPercent,
        long probeTimeouts,
        long bytesSent,
        long bytesReceived) {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double PERCENT = 100.0;

    static ConnectionView of(Connection connection, String remoteAddress, long silence) {
        ConnectionStatistics now = connection.statistics();
        return new ConnectionView(
                remoteAddress,
                TimeUnit.NANOSECONDS.toMillis(silence),
                now.smoothedRtt() / NANOS_PER_MILLI,
                now.minimumRtt() / NANOS_PER_MILLI,
                now.congestionWindow(),
                now.bytesInFlight(),
                connection.datagramSize(),
                now.packetsSent(),
                now.packetsReceived(),
                now.packetsLost(),
                lossPercent(now),
                now.probeTimeouts(),
                now.bytesSent(),
                now.bytesReceived());
    }

    static double lossPercent(ConnectionStatistics now) {
        return now.packetsSent() == 0 ? 0 : PERCENT * now.packetsLost() / now.packetsSent();
    }
}
