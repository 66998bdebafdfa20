package io.sluice.cli.commands;

import io.sluice.cli.check.DeliveryReport;
import io.sluice.cli.check.Finding;
import io.sluice.cli.output.Json;
import java.util.Locale;

/** A delivery report for machines. */
final class CheckReport {

    private CheckReport() {}

    static Json json(DeliveryReport report) {
        return Json.object()
                .put("ok", report.ok())
                .put("delivered", report.delivered())
                .put("lost", report.lost())
                .put("repeated", report.repeated())
                .put("disordered", report.disordered())
                .put("unexpected", report.unexpected())
                .put("findings", report.findings().stream().map(CheckReport::json).toList());
    }

    private static Json json(Finding finding) {
        return Json.object()
                .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                .put("partition", finding.partition() == Finding.ANY_PARTITION ? null : finding.partition())
                .put("position", finding.position())
                .put("last", finding.last())
                .put("delivery", finding.delivery());
    }
}
