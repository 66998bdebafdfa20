package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.SECOND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.connection.Wire.Side;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.TransportException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Streams on a connection: order, ends, resets, and what is left of them. */
class StreamLifeTest {
    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> texts(Side side) {
        return side.messages.stream().map(message -> new String(message, UTF_8)).toList();
    }

    private static long opened(Side side) {
        return side.connection.statistics().openStreams();
    }

    @Test
    void aStreamIsForgottenWhenBothSidesFinished() {
        Wire wire = Wire.established();
        Stream stream = wire.client.open();
        assertThat(stream.offer(bytes("a"))).isTrue();
        stream.finish();
        wire.run(SECOND);
        assertThat(texts(wire.server)).containsExactly("a");
        Stream remote = wire.server.opened.getFirst();
        assertThat(remote.isEnded()).isTrue();
        remote.finish();
        wire.run(SECOND);
        assertThat(opened(wire.client)).isZero();
        assertThat(opened(wire.server)).isZero();
    }

    @Test
    void aStreamThatEndsWithoutAnotherByteIsForgottenToo() {
        Wire wire = Wire.established();
        Stream stream = wire.client.open();
        stream.offer(bytes("a"));
        wire.run(SECOND);
        Stream remote = wire.server.opened.getFirst();
        remote.offer(bytes("b"));
        remote.finish();
        wire.run(SECOND);
        stream.finish();
        wire.run(SECOND);
        assertThat(opened(wire.client)).isZero();
        assertThat(opened(wire.server)).isZero();
    }

    @Test
    void aResetDropsWhatWasNotDeliveredAndTellsTheReason() {
        Wire wire = Wire.established();
        Stream stream = wire.client.open();
        stream.offer(bytes("a"));
        wire.run(SECOND);
        stream.reset(ErrorCode.CANCELLED);
        wire.run(SECOND);
        Stream remote = wire.server.opened.getFirst();
        assertThat(remote.isEnded()).isTrue();
        assertThat(remote.receivedReset()).isEqualTo(ErrorCode.CANCELLED);
        remote.finish();
        wire.run(SECOND);
        assertThat(opened(wire.client)).isZero();
        assertThat(opened(wire.server)).isZero();
    }

    @Test
    void whoStopsReceivingMakesThePeerReset() {
        Wire wire = Wire.established();
        Stream stream = wire.client.open();
        stream.offer(bytes("a"));
        wire.run(SECOND);
        Stream remote = wire.server.opened.getFirst();
        remote.stopReceiving(ErrorCode.CANCELLED);
        remote.finish();
        wire.run(SECOND);
        assertThat(stream.isSendingFinished()).isTrue();
        assertThat(remote.receivedReset()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(opened(wire.client)).isZero();
        assertThat(opened(wire.server)).isZero();
    }

    @Test
    void resetStreamsWithHolesGiveTheirCreditBack() {
        ConnectionConfig config = ConnectionConfig.DEFAULT.withWindows(16 * 1024, 32 * 1024, 64 * 1024);
        Wire wire = Wire.established(config);
        // Far more resets than the connection's window would bear if each cost the bytes beyond its hole.
        for (int i = 0; i < 20; i++) {
            long id = 2L * i;
            long number = 1000 + 2L * i;
            wire.inject(
                    wire.server,
                    Packets.data(Wire.SERVER_ID, number, Packets.stream(id, 8_000, false, new byte[1000])));
            wire.inject(
                    wire.server,
                    Packets.data(
                            Wire.SERVER_ID,
                            number + 1,
                            Packets.frame(FrameType.RESET_STREAM, id, ErrorCode.CANCELLED.code(), 9_000)));
        }
        assertThat(wire.server.closed()).isNull();
        assertThat(wire.server.connection.state()).isInstanceOf(ConnectionState.Established.class);
        assertThat(wire.server.opened).hasSize(20);
    }

    @Test
    void streamsTakenTogetherInPiecesDoNotStarveEachOther() {
        Wire wire = Wire.established();
        int messageSize = 120 * 1024;
        for (int i = 0; i < 16; i++) {
            assertThat(wire.client.open().offer(new byte[messageSize])).isTrue();
        }
        assertThat(wire.runUntil(() -> wire.server.messages.size() == 16, 60 * SECOND))
                .as("%d of 16 messages", wire.server.messages.size())
                .isTrue();
    }

    @Test
    void aReaderThatStopsHoldsUpNobodyElse() {
        Wire wire = Wire.established();
        wire.server.reading = false;
        Stream slow = wire.client.open();
        while (slow.offer(new byte[1000])) {
            wire.run(Wire.LATENCY);
        }
        long filled = wire.now;
        Stream quick = wire.client.open();
        wire.run(SECOND);
        assertThat(wire.server.opened).hasSize(1);
        quick.offer(bytes("past the slow one"));
        wire.run(SECOND);
        wire.server.read(wire.server.opened.get(1));
        assertThat(texts(wire.server)).containsExactly("past the slow one");
        wire.server.messages.clear();
        for (int i = 0; i < 1000; i++) {
            assertThat(quick.offer(new byte[1000])).isTrue();
            if (i % 100 == 99) {
                wire.run(SECOND);
                wire.server.read(wire.server.opened.get(1));
            }
        }
        assertThat(wire.server.messages).hasSize(1000);
        assertThat(slow.offer(new byte[1000])).isFalse();
        assertThat(filled).isLessThan(wire.now);
    }

    @Test
    void aStreamThatEndsInsideAMessageIsAnError() {
        Wire wire = Wire.established();
        wire.server.reading = false;
        wire.inject(
                wire.server,
                Packets.data(Wire.SERVER_ID, 1000, Packets.stream(0, 0, true, new byte[]{10, 1, 2, 3})));
        Stream remote = wire.server.opened.getFirst();
        assertThat(remote.isEnded()).isFalse();
        assertThatThrownBy(remote::poll).isInstanceOf(TransportException.class)
                .hasMessageContaining("inside a message");
    }

    @Test
    void nothingIsReportedAfterTheEnd() {
        Wire wire = Wire.established();
        byte[] close = Packets.frame(FrameType.CONNECTION_CLOSE, 0, 0);
        wire.inject(wire.server, Packets.data(Wire.SERVER_ID, 1001, close));
        wire.inject(
                wire.server,
                Packets.data(Wire.SERVER_ID, 1000, Packets.stream(0, 0, false, new byte[]{1, 'x'})));
        assertThat(wire.server.events.getLast()).isInstanceOf(ConnectionEvent.Closed.class);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.NO_ERROR);
    }
}
