package io.sluice.crsp.endpoint;

/**
 * A snapshot of an endpoint's counters since its start.
 *
 * @param datagramsReceived all datagrams, good and bad
 * @param malformed datagrams without a readable header
 * @param corrupt datagrams of no connection whose checksum was wrong
 * @param unknownConnection sound datagrams for connections that do not exist
 * @param undersizedInitials first datagrams too small to be answered
 * @param invalidTokens address tokens that were forged, expired or foreign
 * @param refused connections refused by the limit or by the application
 * @param accepted connections accepted
 * @param retriesSent demands to validate an address
 * @param resetsSent stateless resets
 * @param versionNegotiationsSent answers to unknown versions
 * @param handshakesFailed clients that could not agree with this endpoint: on the mode, the certificate, TLS itself
 * @param ticketsRefused resume tickets that were forged, expired or of another cluster
 * @param openConnections connections now
 * @param traffic of all connections together
 */
public record EndpointStatistics(
        long datagramsReceived,
        long malformed,
        long corrupt,
        long unknownConnection,
        long undersizedInitials,
        long invalidTokens,
        long refused,
        long accepted,
        long retriesSent,
        long resetsSent,
        long versionNegotiationsSent,
        long handshakesFailed,
        long ticketsRefused,
        int openConnections,
        TrafficStatistics traffic) {}
