package io.sluice.cli.torture;

import io.sluice.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** A run in words and figures. */
final class TortureReport {
    private static final double MEDIAN = 0.5;
    private static final double RARE = 0.99;

    private TortureReport() {}

    /** What was done, what devices felt of it, and the figures. */
    static String table(TortureResult result) {
        FaultLog log = result.log();
        TortureSettings settings = result.settings();
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add(String.format(Locale.ROOT, "%-18s%8s%15s%12s", "fault", "count", "silence p50", "p99"));
        for (FaultKind kind : FaultKind.values()) {
            if (log.count(kind) > 0) {
                lines.add(String.format(Locale.ROOT, "  %-16s%8d%15s%12s", kind.text(), log.count(kind),
                        seconds(log.silenceSeconds(kind, MEDIAN)), seconds(log.silenceSeconds(kind, RARE))));
            }
        }
        if (log.count(FaultKind.GATEWAY_KILL) > 0) {
            lines.add("gateway killed: silence p50 " + seconds(log.silenceSeconds(FaultKind.GATEWAY_KILL, MEDIAN))
                    + " p99 " + seconds(log.silenceSeconds(FaultKind.GATEWAY_KILL, RARE)));
        }
        lines.add(String.format(Locale.ROOT, "faults for %,.0f s, seed %d, %s, %d devices",
                result.length().toMillis() / 1e3, settings.seed(), settings.describeCluster(), settings.devices()));
        lines.add(String.format(Locale.ROOT, "  to devices    %,d records written, %,d delivered", result.written(),
                result.delivered()));
        lines.add(String.format(Locale.ROOT, "  from devices  %,d messages sent, %,d confirmed", result.sent(),
                result.confirmed()));
        lines.add(String.format(Locale.ROOT, "  sessions      resumed %,d times", result.resumes()));
        return lines.toString();
    }

    private static String seconds(OptionalDouble value) {
        return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%.2f s", value.getAsDouble());
    }

    /** What is wrong, one thing a line; empty if nothing is. */
    static List<String> faultsFound(TortureResult result) {
        List<String> found = new ArrayList<>(result.failures());
        result.verdict().offences().forEach(offence -> found.add(offence.toString()));
        if (result.unconfirmed() > 0) {
            found.add(String.format(Locale.ROOT, "%,d messages were never confirmed", result.unconfirmed()));
        }
        if (result.log().count() == 0) {
            found.add("no fault was done in that time");
        }
        return found;
    }

    /** The last line. */
    static String verdict(TortureResult result) {
        Verdict verdict = result.verdict();
        return "torture: faults " + result.log().count() + " confirmed " + result.confirmed() + " delivered "
                + result.delivered() + " lost " + verdict.lost() + " repeated " + verdict.repeated() + " disordered "
                + verdict.disordered();
    }

    static Json json(TortureResult result) {
        List<Json> kinds = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (result.log().count(kind) > 0) {
                kinds.add(Json.object().put("fault", kind.option()).put("count", result.log().count(kind))
                        .put("silenceSecondsP50", orNaN(result.log().silenceSeconds(kind, MEDIAN)))
                        .put("silenceSecondsP99", orNaN(result.log().silenceSeconds(kind, RARE))));
            }
        }
        TortureSettings settings = result.settings();
        return Json.object().put("event", "torture").put("ok", result.ok()).put("seed", settings.seed())
                .put("gateways", settings.gateways()).put("brokers", settings.brokers())
                .put("devices", settings.devices()).put("seconds", result.length().toMillis() / 1e3)
                .put("faults", result.log().count()).put("written", result.written())
                .put("delivered", result.delivered()).put("sent", result.sent()).put("confirmed", result.confirmed())
                .put("resumes", result.resumes()).put("lost", result.verdict().lost())
                .put("repeated", result.verdict().repeated()).put("disordered", result.verdict().disordered())
                .put("kinds", kinds).put("found", faultsFound(result));
    }

    /** Written as null. */
    private static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}
