package io.sluice.crsp.connection;

/** The mutable counters behind {@link ConnectionStatistics} that recovery does not keep. */
final class Counters {
    long packetsSent;
    long packetsReceived;
    long bytesSent;
    long bytesReceived;
    long packetsCorrupt;
    long packetsDuplicate;
}
