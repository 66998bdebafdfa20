package io.sluice.crsp.connection;

/** The mutable counters behind {@link ConnectionStatistics}. */
final class Counters {
    long packetsSent;
    long packetsReceived;
    long bytesSent;
    long bytesReceived;
    long packetsLost;
    long packetsSpuriouslyLost;
    long packetsCorrupt;
    long packetsDuplicate;
    long probeTimeouts;
}
