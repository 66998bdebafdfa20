package io.sluice.gateway.metrics;

/**
 * What a gateway counts, at one moment. Totals rise from its start: rates are the differences of two samples.
 *
 * @param at milliseconds since 1970 UTC
 * @param kafkaUp whether Kafka answers
 * @param active sessions with a connection
 * @param detached sessions that wait for their clients
 * @param expired sessions remembered so that their clients learn why they are refused
 * @param opened sessions begun
 * @param resumed resumes
 * @param lapsed sessions whose clients did not come in time
 * @param refused clients that got no session
 * @param connections open now
 * @param shards served now
 * @param deliveredRecords given to clients
 * @param deliveredBytes given to clients
 * @param ingestRecords taken from clients
 * @param ingestBytes taken from clients
 * @param kafkaRecords read from Kafka
 * @param kafkaBytes read from Kafka
 * @param datagrams received
 * @param datagramsDropped not taken
 * @param transactions committed
 * @param transactionsFailed tried again
 * @param transactionMillis that the committed ones took, together
 * @param heldBytes of clients' messages that wait to be committed
 * @param heapBytes in use
 * @param heapMaxBytes at most
 */
public record FigureSample(
        long at,
        boolean kafkaUp,
        long active,
        long detached,
        long expired,
        long opened,
        long resumed,
        long lapsed,
        long refused,
        long connections,
        int shards,
        long deliveredRecords,
        long deliveredBytes,
        long ingestRecords,
        long ingestBytes,
        long kafkaRecords,
        long kafkaBytes,
        long datagrams,
        long datagramsDropped,
        long transactions,
        long transactionsFailed,
        double transactionMillis,
        long heldBytes,
        long heapBytes,
        long heapMaxBytes) {
    private static final double NANOS_PER_MILLI = 1_000_000;

    /** Of figures and the heap of this process. */
    public static FigureSample of(long at, boolean kafkaUp, GatewayFigures figures) {
        var endpoint = figures.endpoint();
        var sessions = figures.sessions();
        var delivery = figures.delivery();
        Runtime runtime = Runtime.getRuntime();
        return new FigureSample(
                at,
                kafkaUp,
                sessions.active(),
                sessions.detached(),
                sessions.expired(),
                sessions.openedTotal(),
                sessions.resumedTotal(),
                sessions.expiredTotal(),
                sessions.refusedTotal(),
                endpoint.openConnections(),
                figures.shards(),
                delivery.deliveredRecords(),
                delivery.deliveredBytes(),
                figures.ingestRecords(),
                figures.ingestBytes(),
                delivery.fetchedRecords(),
                delivery.fetchedBytes(),
                endpoint.datagramsReceived(),
                endpoint.malformed() + endpoint.corrupt() + endpoint.unknownConnection()
                        + endpoint.undersizedInitials() + endpoint.invalidTokens(),
                figures.commits().committed(),
                figures.commits().failed(),
                figures.commits().nanos() / NANOS_PER_MILLI,
                figures.heldBytes(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }
}
