package io.sluice.gateway.metrics;

import io.sluice.gateway.latency.LatencyCounts;

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
 * @param transactionP50Millis that half of those since the sample before took at most; 0 if there were none
 * @param transactionP99Millis that 99 % of them took at most
 * @param deliveryP50Millis from the timestamps of records to when they were given to clients that waited for them: that half
 *     of those since the sample before took at most; 0 if there were none
 * @param deliveryP99Millis that 99 % of them took at most
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
        double transactionP50Millis,
        double transactionP99Millis,
        double deliveryP50Millis,
        double deliveryP99Millis,
        long heldBytes,
        long heapBytes,
        long heapMaxBytes) {
    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    /**
     * Of figures and the heap of this process.
     *
     * @param before the figures of the sample before
     */
    public static FigureSample of(long at, boolean kafkaUp, GatewayFigures figures, GatewayFigures before) {
        LatencyCounts commits = figures.commitTimes().since(before.commitTimes());
        LatencyCounts deliveries = figures.deliveryTimes().since(before.deliveryTimes());
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
                commits.percentileMillis(HALF),
                commits.percentileMillis(NEARLY_ALL),
                deliveries.percentileMillis(HALF),
                deliveries.percentileMillis(NEARLY_ALL),
                figures.heldBytes(),
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory());
    }
}
