package io.sluice.crsp.connection;

/**
 * A snapshot of a connection's counters. Times in nanoseconds, sizes in bytes, the rest counts since
 * the connection began.
 */
public record ConnectionStatistics(
        long packetsSent,
        long packetsReceived,
        long bytesSent,
        long bytesReceived,
        long packetsLost,
        long packetsSpuriouslyLost,
        long packetsCorrupt,
        long packetsDuplicate,
        long probeTimeouts,
        long smoothedRtt,
        long minimumRtt,
        long congestionWindow,
        long bytesInFlight,
        int openStreams) {}
