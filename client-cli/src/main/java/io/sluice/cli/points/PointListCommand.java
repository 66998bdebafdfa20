package io.sluice.cli.points;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SeriesPage;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice point list}. */
@Command(name = "list", description = {
    "Lists series of data points by name, a page of them, with how many points they have, from when to when, and between"
            + " which values; and what there is in all.",
    "With --all, page after page to the end."}, exitCodeList = {"0:done", "2:wrong usage",
        "3:no gateway can be reached", "4:the gateway rejected the session"}, footer = {"  sluice point list",
            "  sluice point list 1/ --limit 20 --after 1/ecg1"})
final class PointListCommand extends SluiceCommand {
    @Parameters(paramLabel = "PREFIX", arity = "0..1", defaultValue = "", description = "How the names begin (default: all).")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "NAME", defaultValue = "", description = "Only names after this one, such as the last of the page before.")
    private String after = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "Series of a page, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Option(names = "--all", description = "Every page.")
    private boolean all;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        if (limit < 1 || limit > DataPoints.MAX_PAGE) {
            throw new CliException(ExitCode.USAGE, "--limit must be from 1 to " + DataPoints.MAX_PAGE, "");
        }
        try (SluiceClient client = gateway.connect(console); DataPoints points = client.dataPoints()) {
            String last = after;
            SeriesPage page;
            boolean first = true;
            do {
                page = DataPoints.await(points.list(prefix, last, limit));
                print(console, page, first);
                first = false;
                last = page.series().isEmpty() ? last : page.series().getLast().series();
            } while (all && page.end().more());
            if (!console.json()) {
                if (page.end().more()) {
                    console.note("more follow: --after '" + last + "', or --all");
                }
                console.note(PointTexts.text(page.end()));
            }
            return ExitCode.OK;
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private static void print(Console console, SeriesPage page, boolean first) {
        if (console.json()) {
            console.result("", Json.object()
                    .put("event", "series")
                    .put("series", page.series().stream().map(PointTexts::json).toList())
                    .put("more", page.end().more())
                    .put("all", PointTexts.json(page.end())));
            return;
        }
        if (first && !page.series().isEmpty()) {
            console.result(PointTexts.SERIES_HEAD, Json.object());
        }
        page.series().forEach(series -> console.result(PointTexts.line(series), Json.object()));
    }
}
