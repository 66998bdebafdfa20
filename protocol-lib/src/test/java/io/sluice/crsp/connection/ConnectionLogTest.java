package io.sluice.crsp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.qlog.QlogText;
import io.sluice.crsp.qlog.QlogWriter;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The event logs of both sides of an exchange over a bad link: they tell what the connections themselves count. */
class ConnectionLogTest {
    private static final int MESSAGES = 2000;
    private static final long PATIENCE = 300_000_000_000L;
    private static final LinkSettings BAD = LinkSettings.builder().loss(0.15).corruption(0.05).duplication(0.05)
            .delay(Duration.ofMillis(5), Duration.ofMillis(15)).build();

    /** All events that this version of the schema names and the log may have. */
    private static final Set<String> EVENTS = Set.of("connectivity:connection_started",
            "connectivity:connection_state_updated", "connectivity:connection_closed",
            "connectivity:migration_state_updated", "transport:parameters_set", "transport:packet_sent",
            "transport:packet_received", "transport:packet_dropped", "recovery:metrics_updated",
            "recovery:congestion_state_updated", "recovery:packet_lost", "security:key_updated");

    private final Map<Role, QlogText> logs = new EnumMap<>(Role.class);
    private final SimulatedNetwork network = new SimulatedNetwork(BAD, 11);
    private final ConnectionConfig config = ConnectionConfig.DEFAULT.withLogs((now, role, local, remote, address) -> {
        QlogText text = new QlogText();
        logs.put(role, text);
        return new QlogWriter(text, Long.MAX_VALUE, 0, now, role, local, remote, address);
    });
    private final Peer client = new Peer(network, address(1), config);
    private final Peer gateway = new Peer(network, address(2), config);

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress(InetAddress.ofLiteral("10.0.0." + host), 4650);
    }

    @BeforeEach
    void exchange() {
        for (int i = 0; i < MESSAGES; i++) {
            client.toSend.add(("message " + i + " ".repeat(100)).getBytes(UTF_8));
        }
        client.finishWhenSent = true;
        client.connect(gateway.address);
        assertThat(network.runUntil(() -> gateway.received.size() == MESSAGES, PATIENCE)).isTrue();
        connection(client).shutdown(network.now());
        client.wakeUp();
        assertThat(network.runUntil(() -> client.closed != null && gateway.closed != null, PATIENCE)).isTrue();
        network.runTo(network.now() + 10_000_000_000L);
    }

    private static Connection connection(Peer peer) {
        return Objects.requireNonNull(peer.connection).connection();
    }

    private List<Map<String, Object>> records(Role role) {
        return Objects.requireNonNull(logs.get(role)).records();
    }

    @Test
    void packetsInTheLogAreThoseThatTheConnectionCounts() {
        for (Peer peer : List.of(client, gateway)) {
            List<Map<String, Object>> records = records(peer == client ? Role.CLIENT : Role.SERVER);
            ConnectionStatistics counted = connection(peer).statistics();

            assertThat(QlogText.data(records, "transport:packet_sent")).hasSize((int) counted.packetsSent());
            assertThat(QlogText.data(records, "transport:packet_received").stream()
                    .filter(data -> QlogText.object(data, "header").containsKey("packet_number")))
                    .hasSize((int) counted.packetsReceived());
            assertThat(QlogText.data(records, "recovery:packet_lost").stream()
                    .filter(data -> !data.containsKey("is_mtu_probe_packet")))
                    .hasSize((int) counted.packetsLost());
            assertThat(dropped(records, "duplicate")).isEqualTo(counted.packetsDuplicate());
            assertThat(dropped(records, "payload_decrypt_error")).isEqualTo(counted.packetsCorrupt());
        }
        ConnectionStatistics ofClient = connection(client).statistics();
        assertThat(ofClient.packetsLost()).isGreaterThan(20);
        assertThat(ofClient.packetsCorrupt() + ofClient.packetsDuplicate()).isPositive();
    }

    private static long dropped(List<Map<String, Object>> records, String why) {
        return QlogText.data(records, "transport:packet_dropped").stream()
                .filter(data -> why.equals(data.get("trigger"))).count();
    }

    @Test
    void bytesSentAreTheBytesOfTheLoggedPackets() {
        double logged = QlogText.data(records(Role.CLIENT), "transport:packet_sent").stream()
                .mapToDouble(data -> (Double) QlogText.object(data, "raw").getOrDefault("length", 0.0)).sum();

        assertThat(logged).isEqualTo((double) connection(client).statistics().bytesSent());
    }

    @Test
    void aLostPacketWasSentBefore() {
        List<Map<String, Object>> records = records(Role.CLIENT);
        Set<Object> sent = numbers(records, "transport:packet_sent");

        assertThat(sent).containsAll(numbers(records, "recovery:packet_lost"));
        assertThat(QlogText.data(records, "recovery:packet_lost")).extracting(data -> data.get("trigger"))
                .isSubsetOf("reordering_threshold", "time_threshold").contains("reordering_threshold");
    }

    private static Set<Object> numbers(List<Map<String, Object>> records, String event) {
        return QlogText.data(records, event).stream().map(data -> QlogText.object(data, "header"))
                .map(header -> header.get("packet_type") + " " + header.get("packet_number"))
                .collect(Collectors.toSet());
    }

    @Test
    void theLogsBeginWithTheirHeaderAndGoOnInOrderOfTime() {
        for (Role role : Role.values()) {
            List<Map<String, Object>> records = records(role);
            assertThat(records.getFirst()).containsKeys("qlog_version", "qlog_format", "trace");
            List<Map<String, Object>> events = records.subList(1, records.size());
            assertThat(events).extracting(event -> event.get("name")).isSubsetOf(EVENTS)
                    .startsWith("connectivity:connection_started", "transport:parameters_set");
            assertThat(events).extracting(event -> (Double) event.get("time")).isSorted();
        }
    }

    @Test
    void bothSidesParametersAndTheEndAreTold() {
        for (Role role : Role.values()) {
            List<Map<String, Object>> records = records(role);
            assertThat(QlogText.data(records, "transport:parameters_set")).extracting(data -> data.get("owner"))
                    .containsExactly("local", "remote");
            assertThat(QlogText.data(records, "transport:parameters_set")).allSatisfy(data -> assertThat(data)
                    .containsEntry("max_idle_timeout", 15_000.0)
                    .containsEntry("initial_max_data", 1048576.0));
            assertThat(QlogText.data(records, "transport:parameters_set").getLast())
                    .containsEntry("security_mode", "plain");
            assertThat(QlogText.data(records, "connectivity:connection_closed")).singleElement()
                    .satisfies(data -> assertThat(data).containsEntry("trigger", "clean"));
        }
    }

    @Test
    void roundTripAndWindowAreTold() {
        List<Map<String, Object>> metrics = QlogText.data(records(Role.CLIENT), "recovery:metrics_updated");
        ConnectionStatistics counted = connection(client).statistics();

        assertThat(last(metrics, "smoothed_rtt")).isEqualTo(counted.smoothedRtt() / 1e6);
        assertThat(last(metrics, "min_rtt")).isEqualTo(counted.minimumRtt() / 1e6);
        assertThat(last(metrics, "congestion_window")).isEqualTo((double) counted.congestionWindow());
        assertThat(metrics).allSatisfy(data -> assertThat(data).isNotEmpty());
        assertThat(QlogText.data(records(Role.CLIENT), "recovery:congestion_state_updated"))
                .extracting(data -> data.get("new")).startsWith("slow_start", "congestion_avoidance");
    }

    private static Object last(List<Map<String, Object>> metrics, String name) {
        return metrics.reversed().stream().filter(data -> data.containsKey(name)).findFirst().orElseThrow()
                .getOrDefault(name, "");
    }

    @Test
    void aLogIsClosedWhenItsConnectionIsForgotten() {
        assertThat(logs.values()).hasSize(2).allSatisfy(log -> assertThat(log.isClosed()).isTrue());
    }

    @Test
    void whatStreamsCarryAndTokensAreInNoLog() {
        assertThat(records(Role.CLIENT).toString() + records(Role.SERVER)).doesNotContain("message 1",
                "6d657373616765");
    }
}
