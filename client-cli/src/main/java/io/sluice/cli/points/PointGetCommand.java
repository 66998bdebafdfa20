package io.sluice.cli.points;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.commands.SluiceCommand;
import io.sluice.cli.gateway.GatewayFailures;
import io.sluice.cli.gateway.GatewayOptions;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointResult;
import io.sluice.crsp.session.PointTime;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice point get}. */
@Command(name = "get", description = {
    "Gives values of series: at certain times, from a time to another, or all.",
    "One value is written alone, several as a table that 'sluice point load' reads back. A time is found only if a point"
            + " has exactly it: 0.004 is 0.004, and 0.0040 as well."}, exitCodeList = {
                "0:all that was asked for", "2:wrong usage, no such series (SERIES_UNKNOWN), no point at a time"
                        + " (POINT_UNKNOWN), or a time before the first or after the last (TIME_OUT_OF_RANGE)",
                "3:no gateway can be reached", "4:the gateway rejected the session",
                "6:the file with times cannot be read"}, footer = {
                    "  sluice point get --series 1/ecg1 --at 0.004",
                    "  sluice point get --series 1/ecg1 --series 1/ecg2 --at 0.004,0.008,59.996",
                    "  sluice point get --series 1/ecg1 --times wanted.txt",
                    "  sluice point get --series 1/ecg1 --from 10 --to 20 > part.csv"})
final class PointGetCommand extends SluiceCommand {
    @Option(names = {"-s",
        "--series"}, paramLabel = "NAME", required = true, description = "The series; may be given several times.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--at", paramLabel = "TIME", split = ",", converter = TimeConverter.class, description = "At this time, in seconds; may be given several times.")
    private List<Long> times = new ArrayList<>();

    @Option(names = "--times", paramLabel = "FILE", description = "At the times in this file, one a line.")
    private @Nullable Path timesFile;

    @Option(names = "--from", paramLabel = "TIME", converter = TimeConverter.class, description = "From this time on (default: the first).")
    private @Nullable Long from;

    @Option(names = "--to", paramLabel = "TIME", converter = TimeConverter.class, description = "Up to and with this time (default: the last).")
    private @Nullable Long to;

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    /** The first of what was not there, and how many. */
    private @Nullable SluiceException missing;
    private long missingCount;

    @Override
    protected int run(Console console) throws Exception {
        List<Long> wanted = wanted();
        boolean range = from != null || to != null;
        if (!wanted.isEmpty() && range) {
            throw new CliException(ExitCode.USAGE, "--from and --to do not go with --at and --times", "");
        }
        long begin = from == null ? Long.MIN_VALUE : from;
        long end = to == null ? Long.MAX_VALUE : to;
        if (begin > end) {
            throw new CliException(ExitCode.USAGE, "--from is after --to", "Give the earlier time with --from.");
        }
        try (SluiceClient client = gateway.connect(console); DataPoints points = client.dataPoints()) {
            boolean alone = names.size() == 1 && wanted.size() == 1;
            if (!alone && !console.json()) {
                console.result(PointTexts.HEAD, Json.object());
            }
            for (String name : names) {
                if (wanted.isEmpty()) {
                    range(console, points, name, begin, end);
                } else {
                    at(console, points, name, wanted, alone);
                }
            }
        } catch (SluiceException e) {
            throw GatewayFailures.translate(e);
        }
        return end(console);
    }

    private int end(Console console) throws CliException {
        SluiceException first = missing;
        if (first == null) {
            return ExitCode.OK;
        }
        if (missingCount > 1) {
            console.note(missingCount + " of the times have no point; the first of them:");
        }
        throw GatewayFailures.translate(first);
    }

    private List<Long> wanted() throws CliException {
        List<Long> all = new ArrayList<>(times);
        Path file = timesFile;
        if (file != null) {
            read(file, all);
            if (all.isEmpty()) {
                throw new CliException(ExitCode.USAGE, file + " has no times", "Write one a line, in seconds.");
            }
        }
        return all;
    }

    private static void read(Path file, List<Long> all) throws CliException {
        int number = 0;
        try {
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    all.add(PointTime.parse(line));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, file + ", line " + number + ": " + e.getMessage(),
                    "Write one time a line, in seconds.", e);
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, file + " cannot be read: " + e,
                    "Name a file with one time a line.", e);
        }
    }

    private void at(Console console, DataPoints points, String name, List<Long> wanted, boolean alone)
            throws InterruptedException, SluiceException {
        for (int begin = 0; begin < wanted.size(); begin += DataPoints.MAX_POINTS) {
            List<Long> some = wanted.subList(begin, Math.min(wanted.size(), begin + DataPoints.MAX_POINTS));
            Message.PointValues values = DataPoints.await(points.get(name, some));
            for (int i = 0; i < some.size(); i++) {
                show(console, name, some.get(i), values.results().get(i), values, alone);
            }
        }
    }

    private void show(
            Console console, String name, long time, PointResult result, Message.PointValues values, boolean alone) {
        if (result.code() == ErrorCode.NO_ERROR) {
            String text = alone ? Double.toString(result.value()) : PointTexts.row(name, time, result.value());
            console.result(text, PointTexts.json(name, time).put("value", result.value()));
            return;
        }
        SluiceException reason = DataPoints.missing(name, time, result.code(), values);
        missingCount++;
        if (missing == null) {
            missing = reason;
        }
        if (console.json()) {
            console.result("", PointTexts.json(name, time).put("error", result.code()));
        }
    }

    private static void range(Console console, DataPoints points, String name, long begin, long end)
            throws InterruptedException, SluiceException {
        long at = begin;
        long count = 0;
        Message.PointRange page;
        do {
            page = DataPoints.await(points.range(name, at, end, DataPoints.MAX_POINTS));
            for (Point point : page.points()) {
                console.result(PointTexts.row(name, point.time(), point.value()),
                        PointTexts.json(name, point.time()).put("value", point.value()));
            }
            count += page.points().size();
            at = page.more() ? page.points().getLast().time() + 1 : at;
        } while (page.more());
        if (count == 0 && !console.json()) {
            console.note("\"" + name + "\" has points before and after, and none in this range");
        }
    }
}
