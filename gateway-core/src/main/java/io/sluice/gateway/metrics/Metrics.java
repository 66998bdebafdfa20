package io.sluice.gateway.metrics;

import io.sluice.crsp.endpoint.DurationCounts;
import io.sluice.gateway.latency.LatencyCounts;
import io.sluice.gateway.metrics.Metric.Counted;
import io.sluice.gateway.metrics.Metric.Level;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The metrics by name, as docs/operations.md lists them. */
final class Metrics {
    private static final String BYTES = "bytes";
    private static final double MICROS_PER_SECOND = TimeUnit.SECONDS.toMicros(1);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    static final List<Metric> ALL = Stream.of(
            counts(), bounds(),
            buckets("sluice.rtt.within", "Samples of the round-trip time to clients that were not longer",
                    (f, bound) -> f.endpoint().traffic().rttWithin()[bound]),
            buckets("sluice.kafka.transactions.within", "Committed transactions that took no longer",
                    GatewayFigures::commitTimes),
            buckets("sluice.delivery.within",
                    "Records that were given to waiting clients no longer than this after their timestamps",
                    GatewayFigures::deliveryTimes))
            .flatMap(List::stream).toList();

    private Metrics() {}

    private static List<Metric> counts() {
        return List.of(
                level("sluice.sessions", "Sessions of this gateway", f -> f.sessions().active()).with("state",
                        "active"),
                level("sluice.sessions", "Sessions of this gateway", f -> f.sessions().detached())
                        .with("state", "detached"),
                level("sluice.sessions", "Sessions of this gateway", f -> f.sessions().expired()).with("state",
                        "expired"),
                counted("sluice.sessions.opened", "Sessions begun", f -> f.sessions().openedTotal()),
                counted("sluice.sessions.resumed", "Sessions resumed by their clients",
                        f -> f.sessions().resumedTotal()),
                counted("sluice.sessions.lapsed", "Sessions whose clients did not come within the reconnect window",
                        f -> f.sessions().expiredTotal()),
                counted("sluice.sessions.refused", "Clients that got no session", f -> f.sessions().refusedTotal()),
                level("sluice.shards", "Shards that this gateway serves", f -> f.shards()),
                level("sluice.connections", "Connections now", f -> f.endpoint().openConnections()),
                counted("sluice.connections.accepted", "Connections accepted", f -> f.endpoint().accepted()),
                counted("sluice.connections.refused", "Connections refused for want of room",
                        f -> f.endpoint().refused()),
                counted("sluice.handshakes.failed", "Clients that could not agree on security",
                        f -> f.endpoint().handshakesFailed()),
                counted("sluice.tickets.refused", "Resume tickets that were forged, expired or of another cluster",
                        f -> f.endpoint().ticketsRefused()),
                counted("sluice.retries.sent", "Demands to validate an address", f -> f.endpoint().retriesSent()),
                counted("sluice.resets.sent", "Stateless resets", f -> f.endpoint().resetsSent()),
                counted("sluice.datagrams.received", "Datagrams received", f -> f.endpoint().datagramsReceived()),
                counted("sluice.datagrams.sent", "Datagrams sent", f -> f.endpoint().traffic().datagramsSent()),
                counted("sluice.network.received", "Bytes of datagrams received",
                        f -> f.endpoint().traffic().bytesReceived()).in(BYTES),
                counted("sluice.network.sent", "Bytes of datagrams sent", f -> f.endpoint().traffic().bytesSent())
                        .in(BYTES),
                counted("sluice.packets.retransmitted", "Packets that were lost and whose content was sent again",
                        f -> f.endpoint().traffic().packetsLost()),
                counted("sluice.packets.retransmitted.needlessly", "Those of them that arrived after all",
                        f -> f.endpoint().traffic().packetsSpuriouslyLost()),
                counted("sluice.probe.timeouts", "Times that an acknowledgement had to be provoked",
                        f -> f.endpoint().traffic().probeTimeouts()),
                dropped("malformed", f -> f.endpoint().malformed()),
                dropped("corrupt", f -> f.endpoint().corrupt()),
                dropped("unknown_connection", f -> f.endpoint().unknownConnection()),
                dropped("undersized", f -> f.endpoint().undersizedInitials()),
                dropped("invalid_token", f -> f.endpoint().invalidTokens()),
                counted("sluice.delivery.records", "Records given to clients' streams",
                        f -> f.delivery().deliveredRecords()),
                counted("sluice.delivery.bytes", "Bytes given to clients' streams", f -> f.delivery().deliveredBytes())
                        .in(BYTES),
                counted("sluice.kafka.read.records", "Records read from Kafka", f -> f.delivery().tailRecords())
                        .with("from", "tail"),
                counted("sluice.kafka.read.records", "Records read from Kafka", f -> f.delivery().catchUpRecords())
                        .with("from", "catchup"),
                counted("sluice.kafka.read.bytes", "Bytes read from Kafka", f -> f.delivery().tailBytes()).in(BYTES)
                        .with("from", "tail"),
                counted("sluice.kafka.read.bytes", "Bytes read from Kafka", f -> f.delivery().catchUpBytes()).in(BYTES)
                        .with("from", "catchup"),
                level("sluice.kafka.lag", "Offsets from what readers get next to the ends of their partitions",
                        f -> f.lag()),
                counted("sluice.ingest.records", "Messages taken in from clients", f -> f.ingestRecords()),
                counted("sluice.ingest.bytes", "Bytes taken in from clients", f -> f.ingestBytes()).in(BYTES),
                level("sluice.ingest.buffer.used", "Bytes of clients' messages that wait to be committed",
                        f -> f.heldBytes()).in(BYTES),
                level("sluice.send.buffer.used", "Bytes for clients that are ready or not acknowledged",
                        f -> f.sendBufferBytes()).in(BYTES),
                level("sluice.bans", "Addresses that are kept away", f -> f.bans()),
                level("sluice.points", "Data points that this gateway holds", f -> f.points()),
                level("sluice.points.series", "Series that they belong to", f -> f.series()),
                counted("sluice.library.cache.hits", "Chunks for short ranges of files that were in memory",
                        f -> f.libraryCache().hits()),
                counted("sluice.library.cache.misses", "Chunks for short ranges of files that were read from Kafka",
                        f -> f.libraryCache().misses()),
                level("sluice.library.cache.used", "Bytes of chunks of files that are kept in memory",
                        f -> f.libraryCache().bytes()).in(BYTES),
                counted("sluice.kafka.transactions", "Transactions committed", f -> f.commits().committed()),
                counted("sluice.kafka.transactions.failed", "Transactions that failed and were tried again",
                        f -> f.commits().failed()),
                level("sluice.kafka.transactions.time", "Time that committed transactions took, all together",
                        f -> f.commits().nanos() / NANOS_PER_SECOND).in("seconds"));
    }

    private static List<Metric> bounds() {
        return List.of(
                level("sluice.sessions.limit", "Sessions at a time, at most", f -> f.limits().sessions()),
                level("sluice.ingest.buffer.limit", "Bytes of clients' messages that may wait to be committed",
                        f -> f.limits().ingestBufferBytes()).in(BYTES),
                level("sluice.send.buffer.limit", "Bytes for clients that may be ready or not acknowledged",
                        f -> f.limits().sendBufferBytes()).in(BYTES),
                level("sluice.bans.limit", "Addresses that are kept away, at most", f -> f.limits().bans()),
                level("sluice.library.cache.limit", "Bytes of chunks of files that are kept in memory, at most",
                        f -> f.limits().libraryCacheBytes()).in(BYTES),
                level("sluice.points.limit", "Data points, at most", f -> f.limits().points()),
                level("sluice.points.series.limit", "Series of data points, at most", f -> f.limits().series()));
    }

    /** As the buckets of a histogram: each with its bound in seconds, and what lasted longer only in the last. */
    private static List<Metric> buckets(String name, String description, Bucket bucket) {
        return IntStream.rangeClosed(0, DurationCounts.bounds()).mapToObj(index -> counted(name, description,
                f -> bucket.count(f, index)).with("le",
                        index == DurationCounts.bounds()
                                ? "+Inf"
                                : BigDecimal.valueOf(DurationCounts.boundSeconds(index)).toPlainString()))
                .toList();
    }

    private static List<Metric> buckets(String name, String description,
            Function<GatewayFigures, LatencyCounts> times) {
        return buckets(name, description, (f, index) -> times.apply(f).within(index == DurationCounts.bounds()
                ? Long.MAX_VALUE
                : Math.round(DurationCounts.boundSeconds(index) * MICROS_PER_SECOND)));
    }

    /** How many durations lasted no longer than a bound of {@link DurationCounts}. */
    private interface Bucket {
        long count(GatewayFigures figures, int bound);
    }

    private static Metric level(String name, String description, Metric.Reader reader) {
        return new Level(name, description, "none", List.of(), reader);
    }

    private static Metric counted(String name, String description, Metric.Reader reader) {
        return new Counted(name, description, "none", List.of(), reader);
    }

    private static Metric dropped(String reason, Metric.Reader reader) {
        return counted("sluice.datagrams.dropped", "Datagrams that were not taken", reader).with("reason", reason);
    }
}
