package io.sluice.gateway.config;

/**
 * Limits of data points. Each setting is a MicroProfile Config property and, in capitals with underscores, an environment
 * variable. All gateways of a cluster should have the same: each holds all points in memory, 16 to 24 bytes each.
 *
 * @param maxPoints {@code sluice.points.max}: points of all series together. Default 2,000,000
 * @param maxSeries {@code sluice.points.series.max}: series. Default 10,000
 */
public record PointsSettings(int maxPoints, int maxSeries) {
    private static final int MOST_POINTS = 100_000_000;
    private static final int MOST_SERIES = 1_000_000;

    /** What holds if nothing is set. */
    public static final PointsSettings DEFAULT = new PointsSettings(2_000_000, 10_000);

    public PointsSettings {
        GatewayConfig.check(maxPoints >= 1 && maxPoints <= MOST_POINTS,
                "sluice.points.max must be 1 to " + MOST_POINTS, maxPoints);
        GatewayConfig.check(maxSeries >= 1 && maxSeries <= MOST_SERIES,
                "sluice.points.series.max must be 1 to " + MOST_SERIES, maxSeries);
    }
}
