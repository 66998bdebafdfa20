package io.sluice.cli.commands;

import io.sluice.cli.output.Json;
import io.sluice.crsp.simulator.LinkCounters;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.scenario.Hostility;
import io.sluice.crsp.simulator.scenario.Scenario;
import io.sluice.crsp.simulator.scenario.SimulationResult;
import java.util.Locale;

/** How {@code sluice simulate} shows a run. */
final class SimulationReport {
    private SimulationReport() {}

    /** The command that runs this again. */
    static String replay(SimulationResult result) {
        return "sluice simulate --scenario " + result.scenario().name() + " --seed " + result.scenario().seed()
                + " --trace";
    }

    static String text(SimulationResult result) {
        Scenario scenario = result.scenario();
        LinkSettings link = scenario.link();
        LinkCounters links = result.links();
        return String.format(
                Locale.ROOT,
                """
                        scenario %s, seed %d, %s, %s
                          clients %d, streams %d, messages %d each way of up to %,d bytes, windows %,d and %,d bytes
                          loss %.1f %%, corruption %.1f %%, duplication %.1f %%, reordering %.1f %%, delay %d..%d ms, \
                        packets/s %s, mtu %s
                          readers slow %.0f %%, stopping %.0f %%; resets %.0f %%, stops %.0f %%
                          cuts %s
                          moves %s
                          restarts %s
                          clock jumps %s
                          freezes %s
                          hostile %s
                          took %.3f s of virtual time, %,d steps, reconnects %d, restarts %d, moves %d, \
                        gateway's buffers at most %,d bytes
                          datagrams sent %,d, delivered %,d, lost %,d, corrupted %,d, duplicated %,d, reordered %,d, \
                        cut %,d, overflowed %,d, oversized %,d
                          fingerprint %016x
                        %s""",
                scenario.name(),
                scenario.seed(),
                scenario.secure() ? "secure" : "plain",
                scenario.congestion().name().toLowerCase(Locale.ROOT),
                scenario.clients(),
                scenario.streams(),
                scenario.messages(),
                scenario.maxMessageSize(),
                scenario.streamWindow(),
                scenario.connectionWindow(),
                100 * link.loss(),
                100 * link.corruption(),
                100 * link.duplication(),
                100 * link.reordering(),
                link.minDelay().toMillis(),
                link.maxDelay().toMillis(),
                link.packetsPerSecond() == 0 ? "any" : Long.toString(link.packetsPerSecond()),
                link.mtu() == LinkSettings.MAX_MTU ? "any" : Integer.toString(link.mtu()),
                100 * scenario.slowReaders(),
                100 * scenario.stoppingReaders(),
                100 * scenario.resets(),
                100 * scenario.stops(),
                scenario.cuts(),
                scenario.moves(),
                scenario.restarts(),
                scenario.jumps(),
                scenario.freezes(),
                scenario.hostile().stream().map(Hostility::text).toList(),
                result.nanos() / 1e9,
                result.steps(),
                result.reconnects(),
                result.restarts(),
                result.moves(),
                result.peakMemory(),
                links.sent(),
                links.delivered(),
                links.lost(),
                links.corrupted(),
                links.duplicated(),
                links.reordered(),
                links.cut(),
                links.overflowed(),
                links.oversized(),
                result.fingerprint(),
                result.violation() == null ? "  all invariants held" : "VIOLATION " + result.violation());
    }

    static Json json(String event, SimulationResult result) {
        LinkCounters links = result.links();
        return Json.object()
                .put("event", event)
                .put("scenario", result.scenario().name())
                .put("seed", result.scenario().seed())
                .put("drawn", result.scenario())
                .put("violation", result.violation())
                .put("replay", replay(result))
                .put("virtualSeconds", result.nanos() / 1e9)
                .put("fingerprint", String.format(Locale.ROOT, "%016x", result.fingerprint()))
                .put("steps", result.steps())
                .put("reconnects", result.reconnects())
                .put("restarts", result.restarts())
                .put("moves", result.moves())
                .put("peakMemory", result.peakMemory())
                .put("sent", links.sent())
                .put("delivered", links.delivered())
                .put("lost", links.lost())
                .put("corrupted", links.corrupted())
                .put("duplicated", links.duplicated());
    }
}
