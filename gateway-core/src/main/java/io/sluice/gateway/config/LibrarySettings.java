package io.sluice.gateway.config;

import java.time.Duration;

/**
 * Limits of the library. Each setting is a MicroProfile Config property and, in capitals with underscores, an environment
 * variable. All gateways of a cluster should have the same.
 *
 * @param maxBytes {@code sluice.library.max.bytes}: bytes of all versions of all files and of unfinished uploads. Default
 *     1 TiB
 * @param maxFileBytes {@code sluice.library.file.max.bytes}: of one file; up to 64 GiB. Default 64 GiB
 * @param maxVersions {@code sluice.library.versions.max}: versions of all files together. Default 100,000
 * @param maxUploads {@code sluice.library.uploads.max}: unfinished uploads at a time. Default 1000
 * @param uploadRetention {@code sluice.library.upload.retention}: how long an unfinished upload waits for its next chunk.
 *     Default 7 days
 * @param retention {@code sluice.library.retention}: how long a version stays; zero until it is removed. Default zero
 * @param partitions {@code sluice.library.partitions}: partitions of the topic with the files' content when the gateway
 *     creates it. Default 4
 * @param maxHttpTransfers {@code sluice.library.http.max}: uploads and downloads of the REST API at a time, of this gateway.
 *     Default 64
 * @param cacheBytes {@code sluice.library.cache.bytes}: chunks kept in memory for those that read small ranges; 0 for none.
 *     Default 64 MiB
 */
public record LibrarySettings(
        long maxBytes,
        long maxFileBytes,
        int maxVersions,
        int maxUploads,
        Duration uploadRetention,
        Duration retention,
        int partitions,
        int maxHttpTransfers,
        long cacheBytes) {
    private static final long LARGEST_FILE = 64L << 30;

    /** What holds if nothing is set. */
    public static final LibrarySettings DEFAULT = new LibrarySettings(
            1L << 40, LARGEST_FILE, 100_000, 1000, Duration.ofDays(7), Duration.ZERO, 4, 64, 64L << 20);

    public LibrarySettings {
        GatewayConfig.check(maxBytes >= 0, "sluice.library.max.bytes must not be negative", maxBytes);
        GatewayConfig.check(maxFileBytes >= 0 && maxFileBytes <= LARGEST_FILE,
                "sluice.library.file.max.bytes must be 0 to " + LARGEST_FILE, maxFileBytes);
        GatewayConfig.check(maxVersions >= 1, "sluice.library.versions.max must be at least 1", maxVersions);
        GatewayConfig.check(maxUploads >= 1, "sluice.library.uploads.max must be at least 1", maxUploads);
        GatewayConfig.check(uploadRetention.toMillis() >= 60_000,
                "sluice.library.upload.retention must be at least 1 min", uploadRetention);
        GatewayConfig.check(retention.isZero() || retention.toMillis() >= 60_000,
                "sluice.library.retention must be zero or at least 1 min", retention);
        GatewayConfig.check(partitions >= 1, "sluice.library.partitions must be at least 1", partitions);
        GatewayConfig.check(maxHttpTransfers >= 1, "sluice.library.http.max must be at least 1", maxHttpTransfers);
        GatewayConfig.check(cacheBytes >= 0, "sluice.library.cache.bytes must not be negative", cacheBytes);
    }
}
