package io.sluice.crsp.tcp;

/**
 * A snapshot of a TCP port's counters since its start.
 *
 * @param open TCP connections now
 * @param accepted TCP connections taken
 * @param refused closed at once because of the limit
 * @param handshakesFailed TLS handshakes that failed or took too long
 * @param silent closed because no CRSP connection began in them
 * @param malformed closed because a length could not be a packet's
 * @param packetsDropped packets that found the queue before a socket full
 */
public record TcpStatistics(
        int open,
        long accepted,
        long refused,
        long handshakesFailed,
        long silent,
        long malformed,
        long packetsDropped) {}
