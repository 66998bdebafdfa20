package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.SECOND;
import static io.sluice.crsp.connection.Wire.SERVER_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DatagramsTest {
    private static final ConnectionConfig ACCEPTING = ConnectionConfig.DEFAULT.withDatagrams(DatagramConfig.ACCEPTED);

    private static List<String> texts(Connection connection) {
        List<String> texts = new ArrayList<>();
        for (byte[] next = connection.pollDatagram(); next != null; next = connection.pollDatagram()) {
            texts.add(new String(next, UTF_8));
        }
        return texts;
    }

    @Test
    void datagramsArriveWholeAndTheApplicationIsToldOnce() {
        Wire wire = Wire.established(ACCEPTING);
        assertThat(wire.client.connection.sendDatagram("one".getBytes(UTF_8))).isTrue();
        assertThat(wire.client.connection.sendDatagram(new byte[0])).isTrue();
        assertThat(wire.client.connection.sendDatagram("two".getBytes(UTF_8))).isTrue();
        wire.run(SECOND);
        assertThat(wire.server.events).filteredOn(ConnectionEvent.DatagramsReadable.class::isInstance).hasSize(1);
        assertThat(texts(wire.server.connection)).containsExactly("one", "", "two");
        assertThat(wire.client.connection.datagramStatistics().sent()).isEqualTo(3);
        assertThat(wire.server.connection.datagramStatistics().received()).isEqualTo(3);
    }

    @Test
    void aLostDatagramIsCountedAndNeverSentAgain() {
        Wire wire = Wire.established(ACCEPTING);
        wire.arrives = (target, datagram) -> false;
        wire.client.connection.sendDatagram("lost".getBytes(UTF_8));
        wire.run(Wire.LATENCY);
        wire.arrives = (target, datagram) -> true;
        wire.client.connection.sendDatagram("found".getBytes(UTF_8));
        wire.run(5 * SECOND);
        assertThat(texts(wire.server.connection)).containsExactly("found");
        assertThat(wire.client.connection.datagramStatistics().lost()).isEqualTo(1);
        assertThat(wire.client.connection.statistics().bytesInFlight()).isZero();
    }

    @Test
    void whoTakesNoneIsSentNone() {
        Wire wire = Wire.established();
        assertThat(wire.client.connection.maxDatagramPayload()).isZero();
        assertThat(wire.client.connection.sendDatagram(new byte[1])).isFalse();
    }

    private static void assertViolation(ConnectionConfig config, byte[] frame) {
        Wire wire = Wire.established(config);
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, frame));
        wire.run(5 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void aDatagramThatNobodyAskedForIsAViolation() {
        assertViolation(ConnectionConfig.DEFAULT, new byte[]{0x31, 1, 42});
    }

    @Test
    void aFrameBeyondTheAnnouncedSizeIsAViolation() {
        DatagramConfig tiny = new DatagramConfig(5, 1024, 1024, true);
        ConnectionConfig config = ConnectionConfig.DEFAULT.withDatagrams(tiny);
        Wire wire = Wire.established(config);
        assertThat(wire.client.connection.maxDatagramPayload()).isEqualTo(3);
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, new byte[]{0x31, 3, 1, 2, 3}));
        assertThat(wire.server.closed()).isNull();
        assertViolation(config, new byte[]{0x31, 4, 1, 2, 3, 4});
    }

    @Test
    void theLargestDatagramFillsAPacket() {
        Wire wire = Wire.established(ACCEPTING);
        int largest = wire.client.connection.maxDatagramPayload();
        assertThat(wire.client.connection.sendDatagram(new byte[largest + 1])).isFalse();
        assertThat(wire.client.connection.sendDatagram(new byte[largest])).isTrue();
        int[] size = {0};
        wire.arrives = (target, datagram) -> {
            size[0] = Math.max(size[0], datagram.length);
            return true;
        };
        wire.run(SECOND);
        assertThat(Objects.requireNonNull(wire.server.connection.pollDatagram())).hasSize(largest);
        assertThat(size[0]).isEqualTo(1200);
    }

    private static List<byte[]> filled(Datagrams datagrams) {
        datagrams.onPeerParameters(TransportParameters.of(ACCEPTING, new byte[0]));
        List<byte[]> refused = new ArrayList<>();
        for (byte i = 0; i < 20; i++) {
            byte[] datagram = new byte[100];
            datagram[0] = i;
            if (!datagrams.offer(datagram, 1183)) {
                refused.add(datagram);
            }
        }
        return refused;
    }

    private static int firstSent(Datagrams datagrams) {
        ByteBuffer out = ByteBuffer.allocate(200);
        assertThat(datagrams.write(out, new io.sluice.crsp.recovery.SentPackets().begin(), 1183)).isTrue();
        return out.get(3);
    }

    @Test
    void aFullQueueGivesUpTheOldest() {
        Datagrams datagrams = new Datagrams(new DatagramConfig(1000, 1024, 1024, true));
        assertThat(filled(datagrams)).isEmpty();
        assertThat(datagrams.statistics().droppedUnsent()).isEqualTo(12);
        assertThat(firstSent(datagrams)).isEqualTo(12);
    }

    @Test
    void orRefusesTheNewest() {
        Datagrams datagrams = new Datagrams(new DatagramConfig(1000, 1024, 1024, false));
        assertThat(filled(datagrams)).hasSize(12);
        assertThat(datagrams.statistics().droppedUnsent()).isEqualTo(12);
        assertThat(firstSent(datagrams)).isZero();
    }

    @Test
    void whatTheApplicationDoesNotTakeIsBounded() {
        Datagrams datagrams = new Datagrams(new DatagramConfig(1000, 1024, 1024, true));
        for (byte i = 0; i < 20; i++) {
            datagrams.onDatagram(103, ByteBuffer.wrap(new byte[]{i}).asReadOnlyBuffer());
        }
        for (byte i = 0; i < 100; i++) {
            datagrams.onDatagram(2, ByteBuffer.allocate(0));
        }
        assertThat(datagrams.statistics().droppedUnread()).isEqualTo(120 - 64);
        int left = 0;
        while (datagrams.poll() != null) {
            left++;
        }
        assertThat(left).isEqualTo(64);
    }

    @Test
    void aDatagramThatThePathNoLongerCarriesIsDropped() {
        Datagrams datagrams = new Datagrams(DatagramConfig.ACCEPTED);
        datagrams.onPeerParameters(TransportParameters.of(ACCEPTING, new byte[0]));
        assertThat(datagrams.offer(new byte[1400], 1452)).isTrue();
        ByteBuffer out = ByteBuffer.allocate(2000);
        assertThat(datagrams.write(out, new io.sluice.crsp.recovery.SentPackets().begin(), 1183)).isFalse();
        assertThat(datagrams.isSendable()).isFalse();
        assertThat(datagrams.statistics().droppedUnsent()).isEqualTo(1);
    }

    @Test
    void datagramsAndStreamsShareThePath() {
        Wire wire = Wire.established(ACCEPTING);
        Stream stream = wire.client.open();
        for (int i = 0; i < 30; i++) {
            stream.offer(new byte[1000]);
            wire.client.connection.sendDatagram(new byte[1000]);
        }
        assertThat(
                wire.runUntil(
                        () -> wire.server.messages.size() == 30
                                && wire.server.connection.datagramStatistics().received() == 30,
                        10 * SECOND))
                .isTrue();
    }

    @Test
    void overABadNetworkNoneComesTwiceAndAllAreAccountedFor() {
        SimulatedNetwork network = new SimulatedNetwork(
                LinkSettings.builder().loss(0.1).corruption(0.05).duplication(0.2)
                        .delay(Duration.ofMillis(1), Duration.ofMillis(60)).build(),
                11);
        Peer server = new Peer(network, Wire.SERVER_ADDRESS, ACCEPTING);
        Peer client = new Peer(network, Wire.CLIENT_ADDRESS, ACCEPTING);
        client.connect(server.address);
        assertThat(network.runUntil(() -> client.established && server.established, 30 * SECOND)).isTrue();
        for (int i = 0; i < 1000; i++) {
            assertThat(client.transport().sendDatagram(Integer.toString(i).getBytes(UTF_8))).isTrue();
            client.wakeUp();
            network.runTo(network.now() + 5_000_000);
        }
        network.runTo(network.now() + 10 * SECOND);
        Set<String> distinct = new HashSet<>();
        server.datagrams.forEach(datagram -> distinct.add(new String(datagram, UTF_8)));
        assertThat(distinct).hasSameSizeAs(server.datagrams);
        DatagramStatistics sent = client.transport().datagramStatistics();
        assertThat(sent.sent()).isEqualTo(1000);
        assertThat(server.datagrams.size()).isBetween(800, 900);
        assertThat(sent.lost()).isGreaterThanOrEqualTo(1000L - server.datagrams.size());
        assertThat(client.transport().statistics().bytesInFlight()).isZero();
    }
}
