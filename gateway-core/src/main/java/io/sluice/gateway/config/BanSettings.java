package io.sluice.gateway.config;

import java.time.Duration;

/**
 * Limits of bans. Each setting is a MicroProfile Config property and, in capitals with underscores, an environment
 * variable. All gateways of a cluster should have the same.
 *
 * @param maxBans {@code sluice.bans.max}: addresses that are banned at a time; each is held in memory, some 400 bytes.
 *     Default 10,000
 * @param longest {@code sluice.ban.max}: the longest ban; 1 min to 3650 days. Default 30 days
 */
public record BanSettings(int maxBans, Duration longest) {
    private static final int MOST_BANS = 100_000;

    /** What holds if nothing is set. */
    public static final BanSettings DEFAULT = new BanSettings(10_000, Duration.ofDays(30));

    public BanSettings {
        GatewayConfig.check(maxBans >= 1 && maxBans <= MOST_BANS, "sluice.bans.max must be 1 to " + MOST_BANS, maxBans);
        GatewayConfig.checkWithin(longest, "sluice.ban.max", Duration.ofMinutes(1), Duration.ofDays(3650));
    }
}
