package io.sluice.crsp.endpoint;

/**
 * What all connections of an endpoint did together, those that are over included.
 *
 * @param datagramsSent all datagrams, those in tunnels included
 * @param bytesSent in them
 * @param bytesReceived in all datagrams, good and bad
 * @param packetsLost packets that were sent and count as lost: what they carried is sent again in new packets
 * @param packetsSpuriouslyLost of them, those that arrived after all
 * @param probeTimeouts how often an acknowledgement had to be provoked
 * @param rttWithin samples of the round-trip time, as {@link DurationCounts#within()}
 */
public record TrafficStatistics(
        long datagramsSent,
        long bytesSent,
        long bytesReceived,
        long packetsLost,
        long packetsSpuriouslyLost,
        long probeTimeouts,
        long[] rttWithin) {}
