package io.sluice.gateway.metrics;

import io.sluice.crsp.endpoint.EndpointStatistics;
import io.sluice.gateway.delivery.DeliveryStatistics;
import io.sluice.gateway.latency.LatencyCounts;
import io.sluice.gateway.library.ChunkCacheStatistics;
import io.sluice.gateway.session.SessionStatistics;
import io.sluice.gateway.store.CommitStatistics;

/**
 * Everything that a gateway counts, at one moment.
 *
 * @param endpoint connections and datagrams
 * @param deliveryTimes from records' timestamps to when they were given to clients that waited for them
 * @param commitTimes of transactions
 * @param shards that it serves
 * @param ingestRecords messages that clients published, since its start
 * @param ingestBytes of their keys and values
 * @param heldBytes of clients' messages that wait to be committed
 * @param sendBufferBytes for all clients together that are ready or not acknowledged
 * @param lag offsets from what readers get next to the ends of their partitions, of all readers together
 * @param points data points that this gateway holds
 * @param series that they belong to
 * @param bans addresses that are kept away now
 * @param libraryCache the chunks of files that are kept in memory
 * @param limits what some of these are bounded by
 */
public record GatewayFigures(
        SessionStatistics sessions,
        EndpointStatistics endpoint,
        DeliveryStatistics delivery,
        CommitStatistics commits,
        LatencyCounts deliveryTimes,
        LatencyCounts commitTimes,
        int shards,
        long ingestRecords,
        long ingestBytes,
        long heldBytes,
        long sendBufferBytes,
        long lag,
        long points,
        int series,
        int bans,
        ChunkCacheStatistics libraryCache,
        GatewayLimits limits) {
}
