package io.sluice.gateway.ban;

import java.util.List;

/**
 * Some bans, in the order of their addresses' texts.
 *
 * @param more whether others follow
 * @param total how many there are in all
 */
public record BanPage(List<Ban> bans, boolean more, long total) {
    /** Copies {@code bans}. */
    public BanPage {
        bans = List.copyOf(bans);
    }
}
