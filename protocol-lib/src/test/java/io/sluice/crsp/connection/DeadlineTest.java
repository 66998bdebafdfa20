package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.LATENCY;
import static io.sluice.crsp.connection.Wire.SECOND;
import static io.sluice.crsp.connection.Wire.SERVER_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.connection.Wire.Side;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are worth nothing when they come late. */
class DeadlineTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final ConnectionConfig SMALL = ConnectionConfig.DEFAULT.withWindows(4096, 8192, 65_536);

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> texts(Side side) {
        return side.messages.stream().map(message -> new String(message, UTF_8)).toList();
    }

    private static Stream remote(Wire wire) {
        return wire.server.opened.getFirst();
    }

    /** A pair whose client has an open stream on which "first" arrived. */
    private static Stream begun(Wire wire) {
        Stream stream = wire.client.open();
        stream.offer(bytes("first"));
        wire.run(SECOND);
        assertThat(texts(wire.server)).containsExactly("first");
        return stream;
    }

    private static void drop(Wire wire, long nanos) {
        wire.arrives = (target, datagram) -> target == wire.client;
        wire.run(nanos);
        wire.arrives = (target, datagram) -> true;
    }

    @Test
    void aLateMessageIsPassedOverAndThoseAfterItGoOn() {
        Wire wire = Wire.established();
        Stream stream = begun(wire);
        stream.offer(bytes("late"), wire.now, SOON);
        drop(wire, SECOND / 5);
        stream.offer(bytes("next"));
        wire.run(5 * SECOND);
        assertThat(texts(wire.server)).containsExactly("first", "next");
        assertThat(stream.expiredMessages()).isEqualTo(1);
        assertThat(remote(wire).gaps()).isEqualTo(1);
        assertThat(stream.buffered()).isZero();
    }

    @Test
    void aMessageInTimeIsDeliveredAndLeavesNothingBehind() {
        Wire wire = Wire.established();
        Stream stream = begun(wire);
        assertThat(stream.offer(bytes("in time"), wire.now, SOON)).isTrue();
        wire.run(5 * SECOND);
        assertThat(texts(wire.server)).containsExactly("first", "in time");
        assertThat(stream.expiredMessages()).isZero();
        assertThat(remote(wire).gaps()).isZero();
        assertThat(stream.nextExpiry()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void withoutADeadlineNothingIsAbandoned() {
        Wire wire = Wire.established();
        Stream stream = begun(wire);
        stream.offer(bytes("patient"));
        stream.offer(bytes("late"), wire.now, SOON);
        stream.offer(bytes("patient too"));
        drop(wire, 2 * SECOND);
        wire.run(5 * SECOND);
        assertThat(texts(wire.server)).containsExactly("first", "patient", "patient too");
        assertThat(remote(wire).gaps()).isEqualTo(1);
    }

    @Test
    void aMessageThatArrivedIsDeliveredThoughItsAcknowledgementWasLost() {
        Wire wire = Wire.established();
        Stream stream = begun(wire);
        stream.offer(bytes("arrived"), wire.now, SOON);
        wire.arrives = (target, datagram) -> target == wire.server;
        wire.server.reading = false;
        wire.run(SECOND);
        wire.arrives = (target, datagram) -> true;
        assertThat(stream.expiredMessages()).isEqualTo(1);
        wire.run(SECOND);
        wire.server.read(remote(wire));
        assertThat(texts(wire.server)).containsExactly("first", "arrived");
        assertThat(remote(wire).gaps()).isZero();
    }

    @Test
    void whatCameOfALargeMessageIsDropped() {
        Wire wire = Wire.established();
        Stream stream = begun(wire);
        stream.offer(new byte[20_000], wire.now, SOON);
        stream.offer(bytes("next"));
        int[] passed = {0};
        wire.arrives = (target, datagram) -> target == wire.client || datagram.length < 1000 || passed[0]++ < 3;
        wire.run(SECOND);
        wire.arrives = (target, datagram) -> true;
        wire.run(5 * SECOND);
        assertThat(texts(wire.server)).containsExactly("first", "next");
        assertThat(remote(wire).gaps()).isEqualTo(1);
    }

    @Test
    void aMessageLargerThanTheWindowDoesNotBlockTheStream() {
        Wire wire = Wire.established(SMALL);
        Stream stream = begun(wire);
        stream.offer(new byte[60_000], wire.now, Duration.ofMillis(45));
        wire.run(2 * SECOND);
        assertThat(stream.expiredMessages()).isEqualTo(1);
        stream.offer(bytes("next"));
        wire.run(2 * SECOND);
        assertThat(texts(wire.server)).containsExactly("first", "next");
        assertThat(wire.server.closed()).isNull();
    }

    @Test
    void whatASlowReaderLeavesUnsentIsAbandonedToo() {
        Wire wire = Wire.established(SMALL);
        Stream stream = begun(wire);
        wire.server.reading = false;
        for (int i = 0; i < 30; i++) {
            stream.offer(new byte[1000], wire.now, SOON);
        }
        wire.run(2 * SECOND);
        assertThat(stream.expiredMessages()).isPositive();
        wire.server.messages.clear();
        wire.server.reading = true;
        wire.server.read(remote(wire));
        stream.offer(bytes("next"));
        wire.run(10 * SECOND);
        assertThat(texts(wire.server)).last().isEqualTo("next");
        assertThat(wire.server.messages).hasSizeBetween(4, 6);
        assertThat(stream.expiredMessages()).isEqualTo(31 - wire.server.messages.size());
    }

    @Test
    void aLostSkipIsToldAgain() {
        Wire wire = Wire.established();
        Stream stream = begun(wire);
        stream.offer(bytes("late"), wire.now, SOON);
        drop(wire, 3 * SECOND);
        assertThat(stream.isSendingComplete()).isFalse();
        stream.finish();
        drop(wire, SECOND);
        wire.run(5 * SECOND);
        assertThat(stream.isSendingComplete()).isTrue();
        assertThat(remote(wire).isEnded()).isTrue();
        assertThat(texts(wire.server)).containsExactly("first");
    }

    @Test
    void aResetAfterASkipAgreesOnTheFinalSize() {
        Wire wire = Wire.established(SMALL);
        Stream stream = begun(wire);
        stream.offer(new byte[60_000], wire.now, SOON);
        drop(wire, SECOND);
        stream.reset(ErrorCode.CANCELLED);
        wire.run(2 * SECOND);
        assertThat(remote(wire).receivedReset()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(wire.server.closed()).isNull();
    }

    @Test
    void aDeadlineOfNothingIsRefused() {
        Wire wire = Wire.established();
        assertThatThrownBy(() -> wire.client.open().offer(new byte[1], 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertCloses(ErrorCode code, byte[]... frames) {
        Wire wire = Wire.established(SMALL);
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, frames));
        wire.run(5 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(code);
    }

    private static byte[] skip(long id, long offset, long length) {
        return Packets.frame(FrameType.SKIP, id, offset, length);
    }

    @Test
    void aSkipBeyondTheEndIsAnError() {
        assertCloses(ErrorCode.FINAL_SIZE_ERROR, Packets.stream(0, 0, true, new byte[]{1, 'a'}), skip(0, 2, 1));
        assertCloses(ErrorCode.FINAL_SIZE_ERROR, skip(0, 0, 10), Packets.stream(0, 5, true, new byte[1]));
    }

    @Test
    void aSkipThatBeginsBeyondTheCreditIsAnError() {
        assertCloses(ErrorCode.FLOW_CONTROL_ERROR, skip(0, 4097, 1));
    }

    @Test
    void aSkipOfNothingIsMalformed() {
        assertCloses(ErrorCode.FRAME_ENCODING_ERROR, skip(0, 0, 0));
    }

    @Test
    void aSkipOfAStreamThatWasNeverOpenedIsAnError() {
        assertCloses(ErrorCode.STREAM_STATE_ERROR, skip(1, 0, 10));
    }

    @Test
    void aSkipThatBeginsInsideAMessageIsAViolation() {
        Wire wire = Wire.established(SMALL);
        wire.server.reading = false;
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, Packets.stream(0, 0, false, new byte[]{5, 'a'})));
        wire.inject(wire.server, Packets.data(SERVER_ID, 1001, skip(0, 3, 10)));
        Stream stream = wire.server.opened.getFirst();
        assertThatThrownBy(stream::poll).isInstanceOf(TransportException.class).hasMessageContaining("inside another");
    }

    @Test
    void aSkipThatOvertakesItsDataAndTheEndWins() {
        Wire wire = Wire.established(SMALL);
        wire.inject(wire.server, Packets.data(SERVER_ID, 1003, skip(0, 6, 6)));
        wire.inject(wire.server, Packets.data(SERVER_ID, 1002, Packets.stream(0, 12, true, bytes("\5three"))));
        wire.inject(wire.server, Packets.data(SERVER_ID, 1001, Packets.stream(0, 6, false, bytes("\5two"))));
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, Packets.stream(0, 0, false, bytes("\5first"))));
        assertThat(texts(wire.server)).containsExactly("first", "three");
        assertThat(remote(wire).gaps()).isEqualTo(1);
        assertThat(remote(wire).isEnded()).isTrue();
        wire.inject(wire.server, Packets.data(SERVER_ID, 1004, skip(0, 6, 6)));
        assertThat(wire.server.closed()).isNull();
    }

    @Test
    void moreSkipsThanLossesExplainAreAViolation() {
        byte[][] frames = IntStream.range(0, 5000)
                .mapToObj(i -> skip(0, 2L + 2L * i, 1)).toArray(byte[][]::new);
        Wire wire = Wire.established();
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, frames));
        wire.run(5 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void overABadNetworkReliableMessagesStayWholeAndNoCreditIsLost(long seed) {
        SimulatedNetwork network = new SimulatedNetwork(
                LinkSettings.builder().loss(0.15).duplication(0.1).delay(Duration.ZERO, Duration.ofMillis(60)).build(),
                seed);
        Peer server = new Peer(network, Wire.SERVER_ADDRESS, SMALL);
        Peer client = new Peer(network, Wire.CLIENT_ADDRESS, SMALL);
        client.connect(server.address);
        assertThat(network.runUntil(() -> client.established, 30 * SECOND)).isTrue();
        Stream stream = Objects.requireNonNull(client.transport().openStream());
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> reliable = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            boolean mayExpire = random.nextInt(3) > 0;
            byte[] message = new byte[4 + (random.nextInt(50) == 0 ? 9000 : random.nextInt(1500))];
            java.nio.ByteBuffer.wrap(message).putInt(i);
            boolean taken = mayExpire
                    ? stream.offer(message, network.now(), Duration.ofMillis(20 + random.nextInt(300)))
                    : stream.offer(message);
            if (taken && !mayExpire) {
                reliable.add(i);
            }
            client.wakeUp();
            network.runTo(network.now() + LATENCY);
        }
        stream.finish();
        client.wakeUp();
        assertThat(network.runUntil(() -> stream.isDone() && server.transport().statistics().openStreams() == 0,
                network.now() + 120 * SECOND)).isTrue();
        List<Integer> got = server.received.stream().map(message -> java.nio.ByteBuffer.wrap(message).getInt())
                .toList();
        assertThat(got).isSorted().doesNotHaveDuplicates().containsAll(reliable);
        assertThat(stream.expiredMessages()).isGreaterThan(50);
        assertThat(client.closed).isNull();
        // All the connection's credit is there again: another stream gets a megabyte across.
        client.stream = client.transport().openStream();
        server.received.clear();
        for (int i = 0; i < 100; i++) {
            client.toSend.add(new byte[10_000]);
        }
        client.pump();
        assertThat(network.runUntil(() -> server.received.size() == 100, network.now() + 300 * SECOND)).isTrue();
    }
}
