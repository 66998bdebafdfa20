package io.sluice.cli.demo;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.output.Json;
import io.sluice.crsp.simulator.LinkCounters;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** The demonstration's figures, for people and for machines. */
final class DemoReport {
    private DemoReport() {}

    static String table(DemoResult result) {
        return String.join(System.lineSeparator(),
                String.format(Locale.ROOT, "%-22s %18s %18s", "the link", "client to gateway", "gateway to client"),
                row("  datagrams sent", result, LinkCounters::sent),
                row("  lost", result, LinkCounters::lost),
                row("  corrupted", result, LinkCounters::corrupted),
                row("  came out of order", result, LinkCounters::reordered),
                "the client",
                line("  silence seen", seconds(result.silence()) + ", with the gateway away for "
                        + seconds(result.away())),
                line("  session resumed", result.resumes() + (result.resumes() == 1 ? " time" : " times")),
                line("  delivery took", seconds(result.took()) + " in all"),
                "SHA-256",
                line("  produced", result.producedSha256()),
                line("  received", result.report().sha256() + (result.checksumsEqual() ? "  equal" : "  DIFFERENT")));
    }

    private static String row(String name, DemoResult result, ToLongFunction<LinkCounters> counter) {
        return String.format(Locale.ROOT, "%-22s %,18d %,18d", name, counter.applyAsLong(result.link().up()),
                counter.applyAsLong(result.link().down()));
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-22s %s", name, value);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /** The line by which scripts know the outcome. */
    static String verdict(DemoResult result) {
        DeliveryReport report = result.report();
        return "demo: delivered " + report.delivered() + " lost " + report.lost() + " repeated " + report.repeated()
                + " resumed " + result.resumes();
    }

    static Json json(DemoResult result) {
        DeliveryReport report = result.report();
        return Json.object().put("event", "demo").put("ok", result.ok()).put("delivered", report.delivered())
                .put("lost", report.lost()).put("repeated", report.repeated()).put("disordered", report.disordered())
                .put("unexpected", report.unexpected()).put("resumed", result.resumes())
                .put("silenceMillis", result.silence().toMillis()).put("awayMillis", result.away().toMillis())
                .put("tookMillis", result.took().toMillis()).put("producedSha256", result.producedSha256())
                .put("receivedSha256", report.sha256()).put("up", json(result.link().up()))
                .put("down", json(result.link().down()));
    }

    private static Json json(LinkCounters link) {
        return Json.object().put("sent", link.sent()).put("lost", link.lost()).put("corrupted", link.corrupted())
                .put("reordered", link.reordered()).put("delivered", link.delivered());
    }
}
