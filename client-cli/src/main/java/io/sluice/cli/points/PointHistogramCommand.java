package io.sluice.cli.points;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.LiveText;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SeriesPage;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice point histogram}. */
@Command(name = "histogram", description = {
    "Reads the points of series by many workers, and draws how the values of each are distributed: live while they come,"
            + " if a person watches, and at the end.",
    "Without --min and --max the bins reach from the least to the greatest value of all series. Every point is counted"
            + " once: those outside of the bins are told."}, exitCodeList = {"0:done",
                "2:wrong usage, no such series, or no points in the range", "3:no gateway can be reached",
                "4:the gateway rejected the session", "130:stopped by Ctrl-C"}, footer = {
                    "  sluice point histogram",
                    "  sluice point histogram --series 1/ecg1 --bins 10 --min -2 --max 2",
                    "  sluice point histogram --prefix 1/ --workers 100 --batch 1 --json      # each point a request"})
final class PointHistogramCommand extends SluiceCommand {
    private static final int MAX_WORKERS = 1000;
    private static final int MAX_SESSIONS = 64;
    private static final int MAX_BINS = 1000;
    /** Lines that a terminal surely has, and what fits into one: a line that is broken could not be drawn again. */
    private static final int LIVE_LINES = 20;
    private static final int LIVE_BINS = 30;
    private static final int LIVE_NAME = 30;
    /** So that workers whose part is done early find another. */
    private static final int SLICES_OF_A_WORKER = 4;

    @Option(names = {"-s",
        "--series"}, paramLabel = "NAME", description = "A series; may be given several times (default: all).")
    private List<String> names = new ArrayList<>();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "All series whose names begin so.")
    private @Nullable String prefix;

    @Option(names = "--from", paramLabel = "TIME", converter = TimeConverter.class, description = "From this time on (default: the first).")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "TIME", converter = TimeConverter.class, description = "Up to and with this time (default: the last).")
    private @Nullable Long to;

    @Option(names = "--bins", paramLabel = "N", defaultValue = "10", description = "Bins of equal width, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int bins = 10;

    @Option(names = "--min", paramLabel = "VALUE", description = "Where the first bin begins (default: the least value).")
    private @Nullable Double min;

    @Option(names = "--max", paramLabel = "VALUE", description = "Where the last bin ends, which it belongs to (default: the greatest value).")
    private @Nullable Double max;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "100", description = "Requests under way at a time, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int workers = 100;

    @Option(names = "--sessions", paramLabel = "N", defaultValue = "1", description = "Sessions that the workers share, 1 to 64 (default: ${DEFAULT-VALUE}).")
    private int sessions = 1;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1000", description = "Points that a request asks for at most, 1 to 4096 (default: ${DEFAULT-VALUE}).")
    private int batch = 1000;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        checkOptions();
        Thread self = Thread.currentThread();
        List<SluiceClient> clients = new ArrayList<>();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt)) {
            try {
                List<DataPoints> points = new ArrayList<>();
                for (int number = 0; number < sessions; number++) {
                    SluiceClient client = gateway.connect(console, number == 0 ? "" : "worker " + number, number > 0);
                    clients.add(client);
                    points.add(client.dataPoints());
                }
                draw(console, points);
                return ExitCode.OK;
            } catch (InterruptedException e) {
                if (!signal.requested()) {
                    throw e;
                }
                return ExitCode.INTERRUPTED;
            } catch (SluiceException e) {
                throw GatewayFailures.translate(e);
            } finally {
                clients.forEach(SluiceClient::close);
            }
        }
    }

    private void checkOptions() throws CliException {
        check(bins >= 1 && bins <= MAX_BINS, "--bins must be from 1 to " + MAX_BINS);
        check(workers >= 1 && workers <= MAX_WORKERS, "--workers must be from 1 to " + MAX_WORKERS);
        check(sessions >= 1 && sessions <= MAX_SESSIONS, "--sessions must be from 1 to " + MAX_SESSIONS);
        check(batch >= 1 && batch <= DataPoints.MAX_POINTS, "--batch must be from 1 to " + DataPoints.MAX_POINTS);
        check(min == null || Double.isFinite(min), "--min must be finite");
        check(max == null || Double.isFinite(max), "--max must be finite");
        check(min == null || max == null || min <= max, "--min is above --max");
        check(from == null || to == null || from <= to, "--from is after --to");
        check(names.isEmpty() || prefix == null, "--prefix does not go with --series");
    }

    private static void check(boolean good, String rule) throws CliException {
        if (!good) {
            throw new CliException(ExitCode.USAGE, rule, "");
        }
    }

    private void draw(Console console, List<DataPoints> points) throws InterruptedException, SluiceException {
        List<Message.SeriesSeen> chosen = choose(points.getFirst());
        double least = min != null ? min : chosen.stream().mapToDouble(Message.SeriesSeen::least).min().orElse(0);
        double greatest = max != null
                ? max
                : chosen.stream().mapToDouble(Message.SeriesSeen::greatest).max().orElse(0);
        Map<String, Histogram> histograms = new LinkedHashMap<>();
        List<Slice> slices = new ArrayList<>();
        int parts = Math.max(1, SLICES_OF_A_WORKER * workers / chosen.size());
        for (Message.SeriesSeen series : chosen) {
            histograms.put(series.series(), new Histogram(least, Math.max(least, greatest), bins));
            slices.addAll(Slice.of(series.series(), begin(series), end(series), parts));
        }
        PointReading reading = new PointReading(points, slices, batch,
                (series, some) -> Objects.requireNonNull(histograms.get(series)).add(some));
        long expected = chosen.stream().mapToLong(Message.SeriesSeen::pointCount).sum();
        long begun = System.nanoTime();
        try (Progress progress = console.terminal()
                ? Progress.none(console)
                : new Progress(console, "points read", expected, System::nanoTime);
                LiveText live = new LiveText(console, System::nanoTime)) {
            reading.run(workers, () -> {
                progress.update(total(histograms));
                live.update(() -> lines(histograms));
            });
        }
        report(console, histograms, reading.requests(), (System.nanoTime() - begun) / 1e9);
    }

    private long begin(Message.SeriesSeen series) {
        return from == null ? series.first() : Math.max(series.first(), from);
    }

    private long end(Message.SeriesSeen series) {
        return to == null ? series.last() : Math.min(series.last(), to);
    }

    /** The series, each with points in the range. */
    private List<Message.SeriesSeen> choose(DataPoints points) throws InterruptedException, SluiceException {
        List<Message.SeriesSeen> all = names.isEmpty()
                ? all(points, prefix == null ? "" : prefix)
                : named(points);
        if (all.isEmpty()) {
            throw new SluiceException(ErrorCode.SERIES_UNKNOWN, prefix == null
                    ? "there is no series yet"
                    : "there is no series whose name begins with \"" + prefix + "\"");
        }
        List<Message.SeriesSeen> inRange = all.stream().filter(series -> begin(series) <= end(series)).toList();
        if (inRange.isEmpty()) {
            throw new SluiceException(ErrorCode.TIME_OUT_OF_RANGE,
                    "none of " + all.size() + " series has points so early or so late");
        }
        return inRange;
    }

    private static List<Message.SeriesSeen> all(DataPoints points, String prefix)
            throws InterruptedException, SluiceException {
        List<Message.SeriesSeen> all = new ArrayList<>();
        SeriesPage page;
        String after = "";
        do {
            page = DataPoints.await(points.list(prefix, after, DataPoints.MAX_PAGE));
            all.addAll(page.series());
            after = page.series().isEmpty() ? after : page.series().getLast().series();
        } while (page.end().more());
        return all;
    }

    private List<Message.SeriesSeen> named(DataPoints points) throws InterruptedException, SluiceException {
        List<Message.SeriesSeen> all = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            // Of all that begin so, the name itself comes first.
            List<Message.SeriesSeen> found = DataPoints.await(points.list(name, "", 1)).series();
            if (found.isEmpty() || !found.getFirst().series().equals(name)) {
                throw new SluiceException(ErrorCode.SERIES_UNKNOWN, "there is no series \"" + name + "\"");
            }
            all.add(found.getFirst());
        }
        return all;
    }

    private static long total(Map<String, Histogram> histograms) {
        return histograms.values().stream().mapToLong(Histogram::total).sum();
    }

    private static List<String> lines(Map<String, Histogram> histograms) {
        List<String> lines = new ArrayList<>();
        histograms.entrySet().stream().limit(LIVE_LINES).forEach(each -> lines.add(String.format(Locale.ROOT,
                "%,10d  |%s|  %s", each.getValue().total(), each.getValue().spark(LIVE_BINS),
                shortened(each.getKey()))));
        if (histograms.size() > LIVE_LINES) {
            lines.add(String.format(Locale.ROOT, "%,10d  in all %,d series", total(histograms), histograms.size()));
        }
        return lines;
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LIVE_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LIVE_NAME - 1)) + "…";
    }

    private void report(Console console, Map<String, Histogram> histograms, long requests, double seconds) {
        long total = total(histograms);
        String rate = String.format(Locale.ROOT,
                "%,d points of %,d series by %,d workers in %,d sessions: %.2f s, %,.0f points/s, %,d requests", total,
                histograms.size(), workers, sessions, seconds, total / seconds, requests);
        StringBuilder text = new StringBuilder();
        histograms.forEach((name, histogram) -> text.append(String.format(Locale.ROOT, "%s: %,d points%n%s", name,
                histogram.total(), histogram.chart())));
        Histogram any = histograms.values().iterator().next();
        console.result(text + rate, Json.object()
                .put("event", "histogram")
                .put("min", any.edge(0))
                .put("max", any.edge(bins))
                .put("bins", bins)
                .put("series", histograms.entrySet().stream()
                        .map(each -> json(each.getKey(), each.getValue())).toList())
                .put("points", total)
                .put("workers", workers)
                .put("sessions", sessions)
                .put("batch", batch)
                .put("requests", requests)
                .put("seconds", seconds)
                .put("pointsPerSecond", total / seconds));
    }

    private static Json json(String name, Histogram histogram) {
        return Json.object()
                .put("series", name)
                .put("counts", Arrays.stream(histogram.counts()).boxed().toList())
                .put("below", histogram.below())
                .put("above", histogram.above())
                .put("total", histogram.total());
    }
}
