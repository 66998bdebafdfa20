package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.ExitCode;
import io.sluice.cli.Sluice;
import io.sluice.cli.local.LocalBroker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.DataPoints;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SluiceException;
import io.sluice.crsp.session.Point;
import io.sluice.crsp.session.PointTime;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Data points into Kafka and out of it. */
@ExtendWith(Scenarios.class)
class PointsIT {
    private static final int PATIENTS = 5;
    private static final int ROWS = 10_000;
    private static final int POINTS = 2 * PATIENTS * ROWS;
    private static final String USED = "sluice_ingest_buffer_used_bytes";
    private static final BigDecimal STEP = new BigDecimal("0.004");

    @TempDir
    private Path folder;

    // The command line, in this process.

    private record Run(int exitCode, String out, String err) {
        String value(String name) {
            return Pattern.compile("\"" + name + "\":([-+0-9.Ee]+)").matcher(out).results()
                    .reduce((first, second) -> second).map(found -> found.group(1))
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + out + err));
        }

        long number(String name) {
            return Long.parseLong(value(name));
        }
    }

    private static Run point(Scenario scenario, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("point"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--plain", "--gateway", "127.0.0.1:" + scenario.sharedGateway().settings().port()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Sluice.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    private static Run done(Run run) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        return run;
    }

    private static void assertNamed(Run run, ErrorCode code) {
        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(code.name());
    }

    // A table like an electrocardiogram's, whose values lie on no edge of a bin.

    private static String value(int patient, int column, int row) {
        double wave = Math.sin(row * 0.004 * 2 * Math.PI * (1 + patient / 10.0) + column) * (1 + patient * 0.18);
        return String.format(Locale.ROOT, "%.4f5", wave);
    }

    private static String time(int row) {
        return STEP.multiply(BigDecimal.valueOf(row)).toPlainString();
    }

    private Path table(String prefix) throws Exception {
        StringBuilder table = new StringBuilder("patient,time,ecg1,ecg2\n");
        for (int patient = 1; patient <= PATIENTS; patient++) {
            for (int row = 0; row < ROWS; row++) {
                table.append(prefix).append(patient).append(',').append(time(row)).append(',')
                        .append(value(patient, 1, row)).append(',').append(value(patient, 2, row)).append('\n');
            }
        }
        return Files.writeString(folder.resolve("ecg.csv"), table);
    }

    /** Counted in decimals: ten bins from -2 to 2. */
    private static long[] counts(int patient, int column) {
        long[] counts = new long[10];
        for (int row = 0; row < ROWS; row++) {
            counts[new BigDecimal(value(patient, column, row)).add(BigDecimal.TWO)
                    .divide(new BigDecimal("0.4"), 0, RoundingMode.FLOOR).intValueExact()]++;
        }
        return counts;
    }

    private static void assertCounted(Run histogram, String prefix) {
        assertThat(histogram.number("points")).isEqualTo(POINTS);
        List<MatchResult> series = Pattern.compile(
                "\"series\":\"([^\"]+)\",\"counts\":\\[([0-9,]+)\\],\"below\":0,\"above\":0,\"total\":" + ROWS)
                .matcher(histogram.out()).results().toList();
        assertThat(series).hasSize(2 * PATIENTS);
        for (int i = 0; i < series.size(); i++) {
            assertThat(series.get(i).group(1)).isEqualTo(prefix + (i / 2 + 1) + "/ecg" + (i % 2 + 1));
            assertThat(Arrays.stream(series.get(i).group(2).split(",")).mapToLong(Long::parseLong).toArray())
                    .isEqualTo(counts(i / 2 + 1, i % 2 + 1));
        }
    }

    @Test
    void aHundredThousandPointsAreStoredOnceAndReadByAHundredWorkers(Scenario scenario) throws Exception {
        String prefix = "hundred thousand ";
        String table = table(prefix).toString();

        Run first = done(point(scenario, "load", table, "--json"));
        assertThat(first.number("points")).isEqualTo(POINTS);
        assertThat(first.number("changed")).isEqualTo(POINTS);
        assertThat(first.number("series")).isEqualTo(2 * PATIENTS);
        Run again = done(point(scenario, "load", table, "--json"));
        assertThat(again.number("points")).isEqualTo(POINTS);
        assertThat(again.number("changed")).as("the same again changes nothing").isZero();

        for (String batch : List.of("1", "1000")) {
            Run histogram = done(point(scenario, "histogram", "--prefix", prefix, "--min", "-2", "--max", "2",
                    "--workers", "100", "--batch", batch, "--json"));
            assertCounted(histogram, prefix);
            scenario.say(POINTS + " points with 100 workers, " + batch + " a request: " + histogram.value("seconds")
                    + " s (the best public relative, a point a request: 3.9 s)");
        }

        String series = prefix + "3/ecg2";
        assertThat(done(point(scenario, "get", "--series", series, "--at", "0.004")).out().strip())
                .isEqualTo(Double.toString(Double.parseDouble(value(3, 2, 1))));
        assertThat(done(point(scenario, "get", "--series", series, "--at", "39.996,0.0040")).out().lines())
                .containsExactly("series,time,value",
                        series + ",39.996," + Double.parseDouble(value(3, 2, ROWS - 1)),
                        series + ",0.004," + Double.parseDouble(value(3, 2, 1)));
        List<String> range = done(point(scenario, "get", "--series", series, "--from", "1", "--to", "2")).out()
                .lines().toList();
        assertThat(range).hasSize(1 + 251).startsWith("series,time,value").contains(
                series + ",1," + Double.parseDouble(value(3, 2, 250)),
                series + ",2," + Double.parseDouble(value(3, 2, 500)));
        assertThat(done(point(scenario, "get", "--series", series)).out().lines()).hasSize(1 + ROWS);
        Run list = done(point(scenario, "list", prefix, "--all", "--json"));
        assertThat(Pattern.compile("\"points\":" + ROWS + ",\"first\":0,\"last\":39.996").matcher(list.out()).results())
                .hasSize(2 * PATIENTS);

        assertNamed(point(scenario, "get", "--series", series, "--at", "0.006"), ErrorCode.POINT_UNKNOWN);
        Run outside = point(scenario, "get", "--series", series, "--at", "60");
        assertNamed(outside, ErrorCode.TIME_OUT_OF_RANGE);
        assertThat(outside.err()).contains("from 0 to 39.996 s");
        assertNamed(point(scenario, "get", "--series", series, "--from", "40"), ErrorCode.TIME_OUT_OF_RANGE);
        assertNamed(point(scenario, "get", "--series", prefix + "16/ecg1", "--at", "0.004"), ErrorCode.SERIES_UNKNOWN);
        assertNamed(point(scenario, "get", "--series", "", "--at", "0.004"), ErrorCode.SERIES_NAME_INVALID);
        assertNamed(point(scenario, "histogram", "--series", prefix + "3/ecg3"), ErrorCode.SERIES_UNKNOWN);
        Run some = point(scenario, "get", "--series", series, "--at", "0.004,0.006,60", "--json");
        assertNamed(some, ErrorCode.POINT_UNKNOWN);
        assertThat(some.out()).contains("\"time\":0.004,\"value\":", "\"time\":0.006,\"error\":\"POINT_UNKNOWN\"",
                "\"time\":60,\"error\":\"TIME_OUT_OF_RANGE\"");
    }

    @Test
    void pointsAreReplacedMergedAndRemoved(Scenario scenario) throws Exception {
        SluiceClient client = scenario.connect(Scenario.address(scenario.sharedGateway()));
        try (DataPoints points = client.dataPoints()) {
            String series = "größe, 2/../x";
            long time = PointTime.parse("-0.5");
            assertThat(DataPoints.await(points.put(series, List.of(new Point(time, 1), new Point(0, 2))))).isEqualTo(2);
            assertThat(DataPoints.await(points.put(series, List.of(new Point(time, 3), new Point(-1, 4)))))
                    .isEqualTo(2);
            assertThat(DataPoints.await(points.range(series, Long.MIN_VALUE, Long.MAX_VALUE, 10)).points())
                    .containsExactly(new Point(time, 3), new Point(-1, 4), new Point(0, 2));
            // More than the gateway takes at once.
            List<CompletableFuture<Double>> many = Stream.generate(() -> points.get(series, 0)).limit(1000).toList();
            for (CompletableFuture<Double> each : many) {
                assertThat(DataPoints.await(each)).isEqualTo(2);
            }
            assertThat(DataPoints.await(points.remove(series))).isEqualTo(3);
            assertThatThrownBy(() -> DataPoints.await(points.get(series, 0))).isInstanceOfSatisfying(
                    SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERIES_UNKNOWN));
        }
    }

    @Test
    void whatOneGatewayHasConfirmedAnotherAnswersAlsoAfterAKill(Scenario scenario) throws Exception {
        List<LocalGateway> gateways = scenario.cluster(scenario.kafka(), 2);
        InetSocketAddress first = Scenario.address(gateways.getFirst());
        InetSocketAddress second = Scenario.address(gateways.getLast());
        try (DataPoints here = scenario.connect(first, second).dataPoints();
                DataPoints there = scenario.connect(second, first).dataPoints()) {
            for (int i = 0; i < 50; i++) {
                // How many were new is not looked at: a session that is sent elsewhere asks again.
                DataPoints.await(here.put("a", List.of(new Point(i, i * 0.5))));
                assertThat(DataPoints.await(there.get("a", i))).isEqualTo(i * 0.5);
            }
            assertThat(gateways.getFirst().kill()).isTrue();
            DataPoints.await(there.put("a", List.of(new Point(50, 25))));
            assertThat(DataPoints.await(here.range("a", 0, 100, 100)).points()).hasSize(51);
        }
    }

    @Test
    void whatWaitsForKafkaIsBoundedAndLaterAllOfItIsStored(Scenario scenario) throws Exception {
        int puts = 100;
        long limit = 1 << 20;
        // As the gateway counts a point; one message more may be taken in before it is noticed.
        long message = 40L * DataPoints.MAX_POINTS;
        LocalBroker broker = scenario.broker();
        LocalGateway gateway = scenario.gateway(broker.settings().bootstrapServers());
        try (DataPoints points = scenario.connect(Scenario.address(gateway)).dataPoints();
                GatewayHttp http = new GatewayHttp(gateway)) {
            DataPoints.await(points.put("a", List.of(new Point(-1, 0))));
            List<CompletableFuture<Long>> stored = new ArrayList<>();
            broker.freeze();
            try {
                for (int i = 0; i < puts; i++) {
                    long first = (long) i * DataPoints.MAX_POINTS;
                    stored.add(points.put("a", LongStream.range(first, first + DataPoints.MAX_POINTS)
                            .mapToObj(time -> new Point(time, time)).toList()));
                }
                Await.until("the limit", Scenario.PATIENCE, () -> http.metric(USED) >= limit);
                Await.passing(Duration.ofSeconds(1));
                assertThat(http.metric(USED)).isLessThan((double) (limit + message));
                assertThat(stored).noneMatch(CompletableFuture::isDone);
            } finally {
                broker.thaw();
            }
            for (CompletableFuture<Long> each : stored) {
                // One whose connection was lost meanwhile finds its points there already.
                assertThat(DataPoints.await(each)).isBetween(0L, (long) DataPoints.MAX_POINTS);
            }
            Await.until("nothing to wait", Scenario.PATIENCE, () -> http.metric(USED) == 0);
            assertThat(DataPoints.await(points.get("a", (long) puts * DataPoints.MAX_POINTS - 1)))
                    .isEqualTo(puts * DataPoints.MAX_POINTS - 1.0);
        }
    }
}
