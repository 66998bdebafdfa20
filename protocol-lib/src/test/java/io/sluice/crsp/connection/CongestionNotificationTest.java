package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.recovery.Ecn;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Marks of explicit congestion notification, from end to end. */
class CongestionNotificationTest {
    private static void transfer(Wire wire, int messages) {
        int before = wire.server.messages.size();
        Stream stream = wire.client.open();
        for (int i = 0; i < messages; i++) {
            assertThat(stream.offer(new byte[1000])).isTrue();
        }
        assertThat(wire.runUntil(() -> wire.server.messages.size() == before + messages, wire.now + 20 * SECOND))
                .isTrue();
    }

    @Test
    void aPathThatKeepsMarksIsFoundCapable() {
        Wire wire = new Wire(ConnectionConfig.DEFAULT);
        wire.marks = mark -> mark;
        transferAfterHandshake(wire);
        assertThat(wire.client.connection.isEcnCapable()).isTrue();
    }

    private static void transferAfterHandshake(Wire wire) {
        assertThat(wire.runUntil(() -> wire.server.connection.handshake() == null, SECOND)).isTrue();
        transfer(wire, 100);
    }

    @Test
    void aPathThatWipesMarksIsUsedWithoutThem() {
        Wire wire = new Wire(ConnectionConfig.DEFAULT);
        int[] marked = {0};
        wire.marks = mark -> {
            marked[0] += mark == 0 ? 0 : 1;
            return 0;
        };
        transferAfterHandshake(wire);
        assertThat(wire.client.connection.isEcnCapable()).isFalse();
        assertThat(marked[0]).isBetween(2, 20);
    }

    @Test
    void whoTurnsItOffMarksNothing() {
        Wire wire = new Wire(ConnectionConfig.DEFAULT.withEcn(false));
        wire.marks = mark -> {
            assertThat(mark).isZero();
            return mark;
        };
        transferAfterHandshake(wire);
    }

    private static long windowAfter(CongestionAlgorithm algorithm, int mark) {
        Wire wire = new Wire(ConnectionConfig.DEFAULT.withCongestion(algorithm));
        wire.marks = left -> left;
        transferAfterHandshake(wire);
        wire.marks = left -> left == Ecn.NOT_CAPABLE ? left : mark;
        transfer(wire, 200);
        assertThat(wire.client.connection.isEcnCapable()).isTrue();
        assertThat(wire.client.connection.statistics().packetsLost()).isZero();
        return wire.client.connection.statistics().congestionWindow();
    }

    @ParameterizedTest
    @EnumSource(CongestionAlgorithm.class)
    void congestionSlowsTheSenderDownThoughNothingIsLost(CongestionAlgorithm algorithm) {
        assertThat(windowAfter(algorithm, Ecn.CONGESTION_EXPERIENCED))
                .isLessThan(windowAfter(algorithm, Ecn.ECT_0) * 4 / 5);
    }

    private static ConnectionStatistics throughAQueue(
            LinkSettings link, CongestionAlgorithm algorithm, boolean capable) {
        SimulatedNetwork network = new SimulatedNetwork(link, 5);
        ConnectionConfig config = ConnectionConfig.DEFAULT.withCongestion(algorithm);
        Peer server = new Peer(network, Wire.SERVER_ADDRESS, config);
        Peer client = new Peer(network, Wire.CLIENT_ADDRESS, config);
        for (int i = 0; i < 3000; i++) {
            client.toSend.add(new byte[2000]);
        }
        client.connect(server.address);
        assertThat(network.runUntil(() -> server.received.size() == 3000, 60 * SECOND)).isTrue();
        assertThat(client.transport().isEcnCapable()).isEqualTo(capable);
        // 6 MB at 1 MB/s: marks must not cost the link's use.
        assertThat(network.now()).isLessThan(8 * SECOND);
        return client.transport().statistics();
    }

    @ParameterizedTest
    @EnumSource(CongestionAlgorithm.class)
    void aRouterThatMarksItsQueueHasToDropLess(CongestionAlgorithm algorithm) {
        LinkSettings.Builder link = LinkSettings.builder()
                .delay(Duration.ofMillis(20), Duration.ofMillis(20))
                .bytesPerSecond(1_000_000)
                .queueBytes(64 * 1024)
                .ecnThresholdBytes(16 * 1024);
        ConnectionStatistics marked = throughAQueue(link.build(), algorithm, true);
        ConnectionStatistics dropped = throughAQueue(link.ecnWiped(true).build(), algorithm, false);
        assertThat(marked.packetsLost()).isLessThan(dropped.packetsLost());
        if (algorithm == CongestionAlgorithm.CUBIC) {
            assertThat(marked.packetsLost()).isZero();
        }
    }
}
