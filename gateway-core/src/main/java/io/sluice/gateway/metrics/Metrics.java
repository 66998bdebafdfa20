package io.sluice.gateway.metrics;

import io.sluice.gateway.metrics.Metric.Counted;
import io.sluice.gateway.metrics.Metric.Level;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The metrics by name, as docs/operations.md lists them. */
final class Metrics {
    private static final String BYTES = "bytes";
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    static final List<Metric> ALL = List.of(
            level("sluice.sessions", "Sessions of this gateway", f -> f.sessions().active()).with("state", "active"),
            level("sluice.sessions", "Sessions of this gateway", f -> f.sessions().detached())
                    .with("state", "detached"),
            level("sluice.sessions", "Sessions of this gateway", f -> f.sessions().expired()).with("state", "expired"),
            counted("sluice.sessions.opened", "Sessions begun", f -> f.sessions().openedTotal()),
            counted("sluice.sessions.resumed", "Sessions resumed by their clients", f -> f.sessions().resumedTotal()),
            counted("sluice.sessions.lapsed", "Sessions whose clients did not come within the reconnect window",
                    f -> f.sessions().expiredTotal()),
            counted("sluice.sessions.refused", "Clients that got no session", f -> f.sessions().refusedTotal()),
            level("sluice.shards", "Shards that this gateway serves", f -> f.shards()),
            level("sluice.connections", "Connections now", f -> f.endpoint().openConnections()),
            counted("sluice.connections.accepted", "Connections accepted", f -> f.endpoint().accepted()),
            counted("sluice.connections.refused", "Connections refused for want of room", f -> f.endpoint().refused()),
            counted("sluice.handshakes.failed", "Clients that could not agree on security",
                    f -> f.endpoint().handshakesFailed()),
            counted("sluice.tickets.refused", "Resume tickets that were forged, expired or of another cluster",
                    f -> f.endpoint().ticketsRefused()),
            counted("sluice.retries.sent", "Demands to validate an address", f -> f.endpoint().retriesSent()),
            counted("sluice.resets.sent", "Stateless resets", f -> f.endpoint().resetsSent()),
            counted("sluice.datagrams.received", "Datagrams received", f -> f.endpoint().datagramsReceived()),
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
            counted("sluice.ingest.records", "Messages taken in from clients", f -> f.ingestRecords()),
            counted("sluice.ingest.bytes", "Bytes taken in from clients", f -> f.ingestBytes()).in(BYTES),
            level("sluice.ingest.buffer.used", "Bytes of clients' messages that wait to be committed",
                    f -> f.heldBytes()).in(BYTES),
            level("sluice.points", "Data points that this gateway holds", f -> f.points()),
            level("sluice.points.series", "Series that they belong to", f -> f.series()),
            counted("sluice.kafka.transactions", "Transactions committed", f -> f.commits().committed()),
            counted("sluice.kafka.transactions.failed", "Transactions that failed and were tried again",
                    f -> f.commits().failed()),
            level("sluice.kafka.transactions.time", "Time that committed transactions took, all together",
                    f -> f.commits().nanos() / NANOS_PER_SECOND).in("seconds"));

    private Metrics() {}

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
