package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections that find out what their path carries. */
class PathMtuDiscoveryTest {
    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    private static Peer[] transfer(SimulatedNetwork network, ConnectionConfig config, int messages) {
        Peer server = new Peer(network, address(1), config);
        Peer client = new Peer(network, address(2), config);
        for (int i = 0; i < messages; i++) {
            client.toSend.add(new byte[2000]);
        }
        client.connect(server.address);
        assertThat(network.runUntil(() -> server.received.size() == messages, network.now() + 120 * SECOND)).isTrue();
        return new Peer[]{server, client};
    }

    @ParameterizedTest
    @CsvSource({"1200, 1452, 1200, 1200", "1300, 1452, 1280, 1300", "1472, 1452, 1452, 1452", "9000, 8952, 8952, 8952",
        "8868, 8952, 8848, 8868", "4000, 8952, 3980, 4000", "1300, 8952, 1280, 1300", "1472, 8952, 1452, 1452"})
    void theSizeFollowsThePath(int pathSize, int largest, int atLeast, int atMost) {
        SimulatedNetwork network = new SimulatedNetwork(
                LinkSettings.builder()
                        .delay(Duration.ofMillis(5), Duration.ofMillis(5))
                        .bytesPerSecond(4_000_000)
                        .queueBytes(16 << 20)
                        .mtu(pathSize)
                        .build(),
                3);
        Peer[] peers = transfer(network,
                ConnectionConfig.DEFAULT.withWindows(1 << 17, 1 << 19, 1 << 17).withDatagramSize(1200, largest), 6000);
        assertThat(peers[1].transport().datagramSize()).isBetween(atLeast, atMost);
        assertThat(peers[1].transport().statistics().packetsLost()).as("a lost probe is no lost packet").isZero();
    }

    @ParameterizedTest
    @CsvSource({"CUBIC", "BBR"})
    void itIsFoundOnALossyPathToo(CongestionAlgorithm algorithm) {
        SimulatedNetwork network = new SimulatedNetwork(
                LinkSettings.builder().loss(0.1).delay(Duration.ofMillis(5), Duration.ofMillis(25)).mtu(1400).build(),
                3);
        Peer[] peers = transfer(network, ConnectionConfig.DEFAULT.withCongestion(algorithm), 3000);
        assertThat(peers[1].transport().datagramSize()).isBetween(1200, 1400);
    }

    @Test
    void aConnectionThatSaysLittleProbesNothing() {
        SimulatedNetwork network = new SimulatedNetwork(LinkSettings.perfect(), 3);
        Peer[] peers = transfer(network, ConnectionConfig.DEFAULT, 2);
        network.runTo(network.now() + 60 * SECOND);
        assertThat(peers[1].transport().datagramSize()).isEqualTo(1200);
        assertThat(peers[0].transport().datagramSize()).isEqualTo(1200);
    }

    @Test
    void aPathThatBeginsToSwallowLargeDatagramsCostsTimeButNoMessage() {
        Wire wire = Wire.established();
        Stream stream = wire.client.open();
        int[] offered = {0};
        assertThat(wire.runUntil(() -> pump(stream, offered, 200) && wire.server.messages.size() == 200, 10 * SECOND))
                .isTrue();
        assertThat(wire.client.connection.datagramSize()).isEqualTo(1452);
        wire.arrives = (target, datagram) -> datagram.length <= 1250;
        assertThat(wire.runUntil(() -> pump(stream, offered, 400) && wire.server.messages.size() == 400, 30 * SECOND))
                .isTrue();
        assertThat(wire.client.connection.datagramSize()).isEqualTo(1200);
    }

    @Test
    void whereJumboFramesEndThoseOfEthernetGoOnAtOnce() {
        Wire wire = Wire.established(ConnectionConfig.DEFAULT.withDatagramSize(1200, ConnectionConfig.JUMBO_DATAGRAM));
        Stream stream = wire.client.open();
        int[] offered = {0};
        assertThat(wire.runUntil(() -> pump(stream, offered, 400) && wire.server.messages.size() == 400, 10 * SECOND))
                .isTrue();
        assertThat(wire.client.connection.datagramSize()).isEqualTo(ConnectionConfig.JUMBO_DATAGRAM);
        wire.arrives = (target, datagram) -> datagram.length <= 1472;
        assertThat(wire.runUntil(() -> pump(stream, offered, 900) && wire.server.messages.size() == 900, 30 * SECOND))
                .isTrue();
        assertThat(wire.client.connection.datagramSize()).isEqualTo(ConnectionConfig.ETHERNET_DATAGRAM);
    }

    private static boolean pump(Stream stream, int[] offered, int until) {
        while (offered[0] < until && stream.offer(new byte[1000])) {
            offered[0]++;
        }
        return offered[0] == until;
    }

    @Test
    void anotherNetworkBeginsAtTheBase() {
        SimulatedNetwork network = new SimulatedNetwork(
                LinkSettings.builder().delay(Duration.ofMillis(5), Duration.ofMillis(5)).build(), 3);
        network.route(address(1), address(9), LinkSettings.builder().mtu(1250)
                .delay(Duration.ofMillis(5), Duration.ofMillis(5)).build());
        Peer server = new Peer(network, address(1), ConnectionConfig.DEFAULT);
        Peer client = new Peer(network, address(2), ConnectionConfig.DEFAULT);
        client.toSend.add(new byte[1]);
        for (int i = 0; i < 6000; i++) {
            server.toSend.add(new byte[2000]);
        }
        client.connect(server.address);
        assertThat(network.runUntil(() -> client.received.size() >= 1000, 60 * SECOND)).isTrue();
        assertThat(server.transport().datagramSize()).isEqualTo(1452);
        network.move(address(2), address(9));
        client.transport().openStream();
        assertThat(network.runUntil(() -> server.pathChanges == 1, network.now() + 60 * SECOND)).isTrue();
        assertThat(server.transport().datagramSize()).isEqualTo(1200);
        assertThat(network.runUntil(() -> client.received.size() == 6000, network.now() + 60 * SECOND)).isTrue();
        assertThat(server.transport().datagramSize()).isBetween(1230, 1250);
    }
}
