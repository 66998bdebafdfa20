package io.sluice.cli.commands;

import io.sluice.cli.output.Json;
import io.sluice.crsp.relay.RelayStatistics;
import io.sluice.crsp.simulator.LinkCounters;
import java.util.Locale;

/** How {@code sluice proxy} shows its statistics. */
final class ProxyReport {

    private ProxyReport() {}

    static String text(RelayStatistics statistics) {
        String head = String.format(
                Locale.ROOT,
                "clients %,d%s, cuts %,d, refused %,d, unsent %,d",
                statistics.clients(),
                statistics.cutNow() ? ", LINK CUT" : "",
                statistics.cuts(),
                statistics.refused(),
                statistics.unsent());
        return String.join(
                System.lineSeparator(), head, text("  up  ", statistics.up()), text("  down", statistics.down()));
    }

    private static String text(String name, LinkCounters link) {
        return String.format(
                Locale.ROOT,
                "%s sent %,d delivered %,d lost %,d corrupted %,d duplicated %,d reordered %,d cut %,d overflowed %,d"
                        + " oversized %,d",
                name,
                link.sent(),
                link.delivered(),
                link.lost(),
                link.corrupted(),
                link.duplicated(),
                link.reordered(),
                link.cut(),
                link.overflowed(),
                link.oversized());
    }

    static Json json(String event, RelayStatistics statistics) {
        return Json.object()
                .put("event", event)
                .put("clients", statistics.clients())
                .put("clientsSeen", statistics.clientsSeen())
                .put("clientsExpired", statistics.clientsExpired())
                .put("cutNow", statistics.cutNow())
                .put("cuts", statistics.cuts())
                .put("refused", statistics.refused())
                .put("unsent", statistics.unsent())
                .put("up", json(statistics.up()))
                .put("down", json(statistics.down()));
    }

    private static Json json(LinkCounters link) {
        return Json.object()
                .put("sent", link.sent())
                .put("delivered", link.delivered())
                .put("lost", link.lost())
                .put("corrupted", link.corrupted())
                .put("duplicated", link.duplicated())
                .put("reordered", link.reordered())
                .put("cut", link.cut())
                .put("overflowed", link.overflowed())
                .put("oversized", link.oversized())
                .put("sentBytes", link.sentBytes())
                .put("deliveredBytes", link.deliveredBytes());
    }
}
