package io.sluice.gateway.metrics;

import io.sluice.gateway.config.GatewayConfig;

/**
 * What the gateway's figures are bounded by, as configured.
 *
 * @param sessions at a time
 * @param ingestBufferBytes of clients' messages that wait to be committed
 * @param sendBufferBytes for all clients together
 * @param points data points of all series
 * @param series of data points
 * @param bans addresses
 * @param libraryCacheBytes of the chunks of files that are kept in memory
 */
public record GatewayLimits(long sessions, long ingestBufferBytes, long sendBufferBytes, long points, long series,
        long bans, long libraryCacheBytes) {
    /** Those of a configuration. */
    public static GatewayLimits of(GatewayConfig config) {
        return new GatewayLimits(config.maxSessions(), config.bufferBytes(), config.sendBufferBytes(),
                config.points().maxPoints(), config.points().maxSeries(), config.bans().maxBans(),
                config.library().cacheBytes());
    }
}
