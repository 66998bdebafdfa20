package io.sluice.gateway.config;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.qlog.file.QlogDirectory;
import io.sluice.crsp.udp.UdpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The gateway's settings. Each is a MicroProfile Config property and, in capitals with underscores, an environment
 * variable.
 *
 * @param bootstrapServers {@code sluice.kafka.bootstrap.servers}: Kafka's addresses, host:port with commas between.
 *     Default localhost:9092
 * @param host {@code sluice.crsp.host}: the address that the listener binds. Default 0.0.0.0
 * @param port {@code sluice.crsp.port}: its UDP port, and its TCP port. Default 4650
 * @param tcp {@code sluice.crsp.tcp}: whether it takes clients over TCP, too, whose networks block UDP. Default true
 * @param gatewayId {@code sluice.gateway.id}: this gateway's name, the same after a restart and no other gateway's.
 *     Default is the host's name and the port
 * @param advertised {@code sluice.crsp.advertised}: where clients and other gateways find this one, host:port. Default
 *     is the bound address if it is a single one, else the host's own
 * @param clusterName {@code sluice.cluster.name}: gateways of one name and one Kafka share their sessions. Begins the
 *     names of their topics and their group; letters, digits, dots, underscores and hyphens, 100 at most. Default
 *     sluice
 * @param clusterSecret {@code sluice.cluster.secret}: hexadecimal, 32 digits or more, the same on every gateway and
 *     over restarts. Keys the tokens by which clients learn of a restart at once. Random if unset
 * @param defaultWindow {@code sluice.session.reconnect.window}: how long a session outlives its connection if the
 *     client does not say. Default 30 s
 * @param maxWindow {@code sluice.session.reconnect.window.max}: the most that a client may ask for. Default 24 h
 * @param expiredRetention {@code sluice.session.expired.retention}: how long an expired session is remembered, so that
 *     its client learns why it is refused. Default 1 h
 * @param maxSessions {@code sluice.session.max}: sessions held at a time. Default 1,000,000
 * @param maxStreams {@code sluice.session.streams.max}: streams of one session. Default 64
 * @param maxEvents {@code sluice.session.events.max}: events of sessions that are remembered for operators, the newest
 *     of all sessions together, about 200 bytes each; 0 to 1,000,000. Default 10,000
 * @param maxTraces {@code sluice.session.traces.max}: traces of sessions kept in memory for operators; 0 to 1000. Default 8
 * @param traceBytes {@code sluice.session.trace.bytes}: bytes after which a trace ends; 4096 to 64 MiB. Default 1 MiB
 * @param sessionPartitions {@code sluice.sessions.partitions}: partitions of the session topic when the gateway
 *     creates it. Default 16
 * @param peerTimeout {@code sluice.peers.timeout}: silence after which another gateway is taken for dead and its shards
 *     are served by others; 500 ms to 60 s. Default 2 s
 * @param drainTimeout {@code sluice.drain.timeout}: how long a gateway that is stopped waits for its clients to have
 *     moved to others; up to 10 min. Default 10 s
 * @param transactionTimeout {@code sluice.transaction.timeout}: after which Kafka ends a transaction of a gateway that
 *     is gone; 1 s to 15 min. Default 10 s
 * @param transactionalWriters {@code sluice.transaction.writers}: transactional producers among which this gateway's shards
 *     are divided. Fewer make fewer transactions; with more of them a topic that does not answer holds up fewer sessions.
 *     1 to 1000. Default 1
 * @param transactionPause {@code sluice.transaction.pause}: between one transaction of a producer and the next, for more
 *     messages to come. 0 to 1 s. Default 5 ms
 * @param batchBytes {@code sluice.ingest.batch.bytes}: bytes of messages that one transaction takes at most. Default
 *     1 MiB
 * @param bufferBytes {@code sluice.ingest.buffer.bytes}: bytes of clients' messages held until they are committed; no
 *     client has credit for more. Default 64 MiB
 * @param confirmBeforeCommit {@code sluice.test.confirm.before.commit}: breaks the gateway on purpose, so that a test
 *     can show that it would be found out. Never for use. Default false
 * @param inventedSessions {@code sluice.test.sessions}: sessions of no client that a gateway has from its start, to measure
 *     lists of many. Never for use. Default 0
 * @param replicationFactor {@code sluice.kafka.replication.factor}: of topics that the gateway creates; -1 for the
 *     brokers' default. Default -1
 * @param driver {@code sluice.crsp.driver}: auto, native or nio; see {@link UdpSettings.Driver}. Default auto
 * @param handshakeRate {@code sluice.crsp.handshake.rate}: first packets of connections taken in a second, see
 *     {@link UdpSettings#handshakesPerSecond}. Default 10,000
 * @param sendBufferBytes {@code sluice.crsp.send.buffer.bytes}: bytes sent to all clients and not acknowledged yet, and
 *     ready to be sent, at most. Default an eighth of the heap
 * @param maxDatagramBytes {@code sluice.crsp.datagram.max}: size up to which datagrams to clients grow where the path
 *     carries them, in bytes. Default {@link ConnectionConfig#JUMBO_DATAGRAM}
 * @param idleTimeout {@code sluice.crsp.idle.timeout}: silence after which a connection is given up. Default 15 s
 * @param maxMessageBytes {@code sluice.crsp.message.max}: largest message taken from a client, in bytes. Default
 *     1,114,112, a Kafka record of Kafka's own default limit and its headers
 * @param qlogDirectory {@code sluice.crsp.qlog.directory}: folder of event logs of connections, for qlog viewers; none
 *     if empty. For looking at a few connections: each writes as much as it receives. Default none
 * @param qlogFiles {@code sluice.crsp.qlog.files}: event logs kept, the newest. Default 100
 * @param qlogFileBytes {@code sluice.crsp.qlog.file.bytes}: bytes after which an event log ends. Default 16 MiB
 * @param auditRetention {@code sluice.audit.retention}: how long Kafka keeps what operators did, from when the gateway
 *     creates the topic; 1 h to 10 years. Default 90 days
 * @param delivery limits of delivery
 * @param library limits of the library
 * @param control limits of renderers and their commands
 * @param points limits of data points
 * @param bans limits of bans
 * @param security how the gateway and its clients trust each other
 */
public record GatewayConfig(
        String bootstrapServers,
        String host,
        int port,
        boolean tcp,
        String gatewayId,
        Optional<String> advertised,
        String clusterName,
        byte[] clusterSecret,
        Duration defaultWindow,
        Duration maxWindow,
        Duration expiredRetention,
        int maxSessions,
        int maxStreams,
        int maxEvents,
        int maxTraces,
        int traceBytes,
        int sessionPartitions,
        Duration peerTimeout,
        Duration drainTimeout,
        Duration transactionTimeout,
        int transactionalWriters,
        Duration transactionPause,
        int batchBytes,
        long bufferBytes,
        boolean confirmBeforeCommit,
        int inventedSessions,
        short replicationFactor,
        UdpSettings.Driver driver,
        int handshakeRate,
        long sendBufferBytes,
        int maxDatagramBytes,
        Duration idleTimeout,
        int maxMessageBytes,
        Optional<Path> qlogDirectory,
        int qlogFiles,
        long qlogFileBytes,
        Duration auditRetention,
        DeliverySettings delivery,
        LibrarySettings library,
        ControlSettings control,
        PointsSettings points,
        BanSettings bans,
        ListenerSecurity security) {
    private static final int MAX_EVENTS = 1_000_000;
    private static final int MAX_TRACES = 1000;
    private static final int MAX_TRACE_BYTES = 64 * 1024 * 1024;
    private static final Pattern CLUSTER_NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern HOST_AND_PORT = Pattern.compile(".+:[0-9]{1,5}");

    public GatewayConfig {
        check(!gatewayId.isBlank() && gatewayId.length() <= 80, "sluice.gateway.id must have 1 to 80 characters",
                gatewayId);
        check(CLUSTER_NAME.matcher(clusterName).matches(),
                "sluice.cluster.name must be 1 to 100 letters, digits, dots, underscores or hyphens", clusterName);
        check(advertised.isEmpty() || HOST_AND_PORT.matcher(advertised.get()).matches(),
                "sluice.crsp.advertised must be host:port", advertised);
        checkWithin(auditRetention, "sluice.audit.retention", Duration.ofHours(1), Duration.ofDays(3650));
        checkWithin(peerTimeout, "sluice.peers.timeout", Duration.ofMillis(500), Duration.ofSeconds(60));
        checkWithin(drainTimeout, "sluice.drain.timeout", Duration.ZERO, Duration.ofMinutes(10));
        checkWithin(transactionTimeout, "sluice.transaction.timeout", Duration.ofSeconds(1), Duration.ofMinutes(15));
        checkWithin(transactionPause, "sluice.transaction.pause", Duration.ZERO, Duration.ofSeconds(1));
        check(transactionalWriters >= 1 && transactionalWriters <= 1000,
                "sluice.transaction.writers must be 1 to 1000", transactionalWriters);
        check(batchBytes >= 1024, "sluice.ingest.batch.bytes must be at least 1024", batchBytes);
        check(bufferBytes >= batchBytes, "sluice.ingest.buffer.bytes must not be below sluice.ingest.batch.bytes",
                bufferBytes);
        check(port >= 0 && port <= 65_535, "sluice.crsp.port must be 0 to 65535", port);
        check(clusterSecret.length >= 16, "sluice.cluster.secret must have 32 hexadecimal digits or more", "…");
        check(isAtLeastASecond(defaultWindow), "sluice.session.reconnect.window must be at least 1 s", defaultWindow);
        check(
                maxWindow.compareTo(defaultWindow) >= 0,
                "sluice.session.reconnect.window.max must not be below the default window",
                maxWindow);
        check(isAtLeastASecond(expiredRetention), "sluice.session.expired.retention must be at least 1 s",
                expiredRetention);
        check(maxSessions >= 1, "sluice.session.max must be at least 1", maxSessions);
        check(maxStreams >= 1, "sluice.session.streams.max must be at least 1", maxStreams);
        check(maxEvents >= 0 && maxEvents <= MAX_EVENTS, "sluice.session.events.max must be 0 to 1000000", maxEvents);
        check(inventedSessions >= 0, "sluice.test.sessions must not be negative", inventedSessions);
        check(maxTraces >= 0 && maxTraces <= MAX_TRACES, "sluice.session.traces.max must be 0 to 1000", maxTraces);
        check(traceBytes >= QlogDirectory.MIN_FILE_BYTES && traceBytes <= MAX_TRACE_BYTES,
                "sluice.session.trace.bytes must be 4096 to 67108864", traceBytes);
        check(sessionPartitions >= 1, "sluice.sessions.partitions must be at least 1", sessionPartitions);
        check(handshakeRate >= UdpSettings.MIN_HANDSHAKES_PER_SECOND
                && handshakeRate <= UdpSettings.MAX_HANDSHAKES_PER_SECOND,
                "sluice.crsp.handshake.rate must be 100 to 10000000", handshakeRate);
        check(sendBufferBytes >= 1024 * 1024, "sluice.crsp.send.buffer.bytes must be at least 1048576",
                sendBufferBytes);
        check(maxDatagramBytes >= ConnectionConfig.DEFAULT.datagramSize()
                && maxDatagramBytes <= ConnectionConfig.MAX_DATAGRAM,
                "sluice.crsp.datagram.max must be 1200 to 65000", maxDatagramBytes);
        check(isAtLeastASecond(idleTimeout), "sluice.crsp.idle.timeout must be at least 1 s", idleTimeout);
        check(maxMessageBytes >= 1024, "sluice.crsp.message.max must be at least 1024", maxMessageBytes);
        check(qlogFiles >= 1, "sluice.crsp.qlog.files must be at least 1", qlogFiles);
        check(
                qlogFileBytes >= QlogDirectory.MIN_FILE_BYTES,
                "sluice.crsp.qlog.file.bytes must be at least " + QlogDirectory.MIN_FILE_BYTES,
                qlogFileBytes);
    }

    private static boolean isAtLeastASecond(Duration duration) {
        return duration.compareTo(Duration.ofSeconds(1)) >= 0;
    }

    static void checkWithin(Duration value, String name, Duration least, Duration most) {
        check(value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name + " must be " + least + " to " + most, value);
    }

    static void check(boolean good, String rule, Object value) {
        if (!good) {
            throw new IllegalArgumentException(rule + ", but is " + value);
        }
    }
}
