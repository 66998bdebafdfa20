package io.sluice.cli.points;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.cli.output.Progress;
import io.sluice.cli.output.ShutdownSignal;
import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice point load}. */
@Command(name = "load", description = {
    "Stores the points of tables (CSV): a row a time, fields with commas between.",
    "The first line names the columns. One of them is time, in seconds; those before it begin the names of the series,"
            + " those after it end them: of patient,time,ecg1,ecg2 the row 1,0.004,-0.245,0.3 gives points of 1/ecg1"
            + " and 1/ecg2. Without columns before time, the file's name begins them; a column named value adds nothing.",
    "A point of the same series and time replaces the one that is there, so that a file may be loaded again. Files are"
            + " read once before anything is sent: of one with a mistake nothing is stored."}, exitCodeList = {
                "0:all points are in Kafka", "2:wrong usage, or a table with a mistake, named with its line",
                "3:no gateway can be reached", "4:the gateway rejected the session",
                "6:a file cannot be read, or there are as many points as there may be",
                "130:stopped by Ctrl-C; run it again to go on"}, footer = {
                    "  sluice point load ecg.csv",
                    "  sluice point load 1.csv 2.csv --header time,ecg1,ecg2      # no names in the files: 1/ecg1, 2/ecg1, …",
                    "  sluice point get --series 1/ecg1 | sluice point load - --prefix copy"})
final class PointLoadCommand extends SluiceCommand {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Tables to load; - for standard input, which is not read before.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--header", paramLabel = "NAME,…", split = ",", description = "Names of the columns, for tables whose first line has none.")
    private List<String> header = new ArrayList<>();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "What begins the names of all series, before a slash; may be empty (default: the file's name without its"
            + " ending, unless columns before time begin them).")
    private @Nullable String prefix;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Override
    protected int run(Console console) throws Exception {
        long expected = check();
        Thread self = Thread.currentThread();
        long begun = System.nanoTime();
        try (ShutdownSignal signal = ShutdownSignal.install(self::interrupt)) {
            try (SluiceClient client = gateway.connect(console); DataPoints points = client.dataPoints()) {
                PointLoading loading = new PointLoading(points);
                long rows = 0;
                long empty = 0;
                try (Progress progress = new Progress(console, "points stored", expected, System::nanoTime)) {
                    for (Path file : files) {
                        CsvPoints table = table(file);
                        read(file, table, (series, point) -> {
                            add(loading, series, point);
                            progress.update(loading.stored());
                        });
                        rows += table.rows();
                        empty += table.empty();
                    }
                    loading.finish();
                }
                report(console, loading, rows, empty, (System.nanoTime() - begun) / 1e9);
                return ExitCode.OK;
            } catch (InterruptedException e) {
                if (!signal.requested()) {
                    throw e;
                }
                console.note("stopped; the same command stores what is missing");
                return ExitCode.INTERRUPTED;
            } catch (SluiceException e) {
                throw GatewayFailures.translate(e);
            }
        }
    }

    /** Reads all files once; how many points they have, or {@link Progress#UNKNOWN}. */
    private long check() throws CliException, InterruptedException {
        long[] count = new long[1];
        for (Path file : files) {
            if (file.equals(STANDARD_INPUT)) {
                return Progress.UNKNOWN;
            }
            read(file, table(file), (series, point) -> count[0]++);
        }
        return count[0];
    }

    private CsvPoints table(Path file) {
        boolean standard = file.equals(STANDARD_INPUT);
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return new CsvPoints(standard ? "standard input" : file.toString(), header, prefix,
                standard ? "" : dot > 0 ? name.substring(0, dot) : name);
    }

    private static void read(Path file, CsvPoints table, CsvPoints.Sink sink)
            throws CliException, InterruptedException {
        boolean standard = file.equals(STANDARD_INPUT);
        try (BufferedReader input = standard
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(file)) {
            table.read(input, sink);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, file + " cannot be read: " + e,
                    "Name a table as text in UTF-8.", e);
        }
    }

    private static void add(PointLoading loading, String series, Point point)
            throws CliException, InterruptedException {
        try {
            loading.add(series, point);
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
    }

    private static void report(Console console, PointLoading loading, long rows, long empty, double seconds) {
        console.result(
                String.format(Locale.ROOT,
                        "%,d points of %,d series from %,d rows: %,d new or changed, %,d were there%s;"
                                + " %.1f s",
                        loading.stored(), loading.series(), rows, loading.changed(),
                        loading.stored() - loading.changed(), empty == 0 ? "" : ", " + empty + " fields were empty",
                        seconds),
                Json.object()
                        .put("event", "loaded")
                        .put("points", loading.stored())
                        .put("series", loading.series())
                        .put("rows", rows)
                        .put("empty", empty)
                        .put("changed", loading.changed())
                        .put("seconds", seconds));
    }
}
