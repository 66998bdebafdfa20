package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.CLIENT_ID;
import static io.sluice.crsp.connection.Wire.SECOND;
import static io.sluice.crsp.connection.Wire.SERVER_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason.Origin;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A peer that breaks a rule is told which one, and the connection ends on both sides. */
class ProtocolViolationTest {
    private static final ConnectionConfig SMALL = ConnectionConfig.DEFAULT.withWindows(4096, 8192, 4096)
            .withLimits(1000, 4);

    private static void assertCloses(Wire wire, ErrorCode code) {
        wire.run(5 * SECOND);
        CloseReason atServer = Objects.requireNonNull(wire.server.closed(), "the server goes on");
        assertThat(atServer.origin()).isEqualTo(Origin.PROTOCOL);
        assertThat(atServer.code()).isEqualTo(code);
        CloseReason atClient = Objects.requireNonNull(wire.client.closed(), "the client was not told");
        assertThat(atClient.origin()).isEqualTo(Origin.PEER);
        assertThat(atClient.code()).isEqualTo(code);
        assertThat(wire.server.connection.isOver()).isTrue();
        assertThat(wire.client.connection.isOver()).isTrue();
    }

    private static void assertFramesClose(ErrorCode code, byte[]... frames) {
        Wire wire = Wire.established(SMALL);
        wire.inject(wire.server, Packets.data(SERVER_ID, 1000, frames));
        assertCloses(wire, code);
    }

    @Test
    void moreThanTheStreamsCredit() {
        assertFramesClose(ErrorCode.FLOW_CONTROL_ERROR, Packets.stream(0, 4096, false, new byte[1]));
    }

    @Test
    void moreThanTheConnectionsCredit() {
        assertFramesClose(
                ErrorCode.FLOW_CONTROL_ERROR,
                Packets.stream(0, 4095, false, new byte[1]),
                Packets.stream(2, 4095, false, new byte[1]),
                Packets.stream(4, 0, false, new byte[1]));
    }

    @Test
    void aResetBeyondTheCredit() {
        assertFramesClose(ErrorCode.FLOW_CONTROL_ERROR, Packets.frame(FrameType.RESET_STREAM, 0, 1, 4097));
    }

    @Test
    void moreStreamsThanAllowed() {
        assertFramesClose(ErrorCode.STREAM_LIMIT_ERROR, Packets.stream(8, 0, false, new byte[1]));
    }

    @Test
    void aStreamOfOursThatWeNeverOpened() {
        assertFramesClose(ErrorCode.STREAM_STATE_ERROR, Packets.stream(1, 0, false, new byte[1]));
        assertFramesClose(ErrorCode.STREAM_STATE_ERROR, Packets.frame(FrameType.MAX_STREAM_DATA, 1, 100));
    }

    @Test
    void aMovedEnd() {
        assertFramesClose(
                ErrorCode.FINAL_SIZE_ERROR,
                Packets.stream(0, 10, true, new byte[1]),
                Packets.stream(0, 11, false, new byte[1]));
    }

    @Test
    void anUnknownFrame() {
        assertFramesClose(ErrorCode.FRAME_ENCODING_ERROR, new byte[]{0x3f});
    }

    @Test
    void anAcknowledgementOfNothing() {
        assertFramesClose(ErrorCode.PROTOCOL_VIOLATION, Packets.frame(FrameType.ACK, 5000, 0, 0, 0));
    }

    @Test
    void aHandshakeFrameAfterTheHandshake() {
        assertFramesClose(ErrorCode.PROTOCOL_VIOLATION, Packets.frame(FrameType.HANDSHAKE, 0, 0));
    }

    @Test
    void aMessageBeyondTheLimit() {
        Wire wire = Wire.established(SMALL);
        wire.server.reading = false;
        wire.inject(wire.server,
                Packets.data(SERVER_ID, 1000, Packets.stream(0, 0, false, new byte[]{0x43, (byte) 0xe9})));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> wire.server.opened.getFirst().poll())
                .hasMessageContaining("exceeds the limit of 1000");
    }

    @Test
    void aStreamFrameBeforeTheHandshake() {
        Wire wire = new Wire(SMALL);
        wire.inject(
                wire.server,
                Packets.initial(SERVER_ID, CLIENT_ID, new byte[0], 0, Packets.stream(0, 0, false, new byte[1])));
        wire.run(2 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    private static void assertHelloRefused(ErrorCode code, byte[] hello) {
        Wire wire = new Wire(SMALL);
        byte[] head = Packets.frame(FrameType.HANDSHAKE, 0, hello.length);
        wire.inject(wire.server, Packets.initial(SERVER_ID, CLIENT_ID, new byte[0], 0, head, hello));
        wire.run(2 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(code);
    }

    @Test
    void aHelloOfAnUnknownMode() {
        assertHelloRefused(ErrorCode.HANDSHAKE_FAILED, new byte[]{9, 0});
    }

    @Test
    void aHelloWithoutItsDuties() {
        assertHelloRefused(ErrorCode.TRANSPORT_PARAMETER_ERROR, new byte[]{1, 0});
    }

    @Test
    void aHelloWithAParameterTwiceOrOutOfRange() {
        assertHelloRefused(ErrorCode.TRANSPORT_PARAMETER_ERROR, new byte[]{1, 6, 1, 1, 5, 1, 1, 5});
        assertHelloRefused(ErrorCode.TRANSPORT_PARAMETER_ERROR, new byte[]{1, 3, 1, 1, 0});
        assertHelloRefused(ErrorCode.TRANSPORT_PARAMETER_ERROR, new byte[]{1, 3, 1, 9, 5});
    }

    @Test
    void aHelloThatNeverEnds() {
        Wire wire = new Wire(SMALL);
        byte[] head = Packets.frame(FrameType.HANDSHAKE, Handshake.MAX_BYTES, 1);
        wire.inject(wire.server, Packets.initial(SERVER_ID, CLIENT_ID, new byte[0], 0, head, new byte[1]));
        wire.run(2 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
    }

    /** Memory for the packets that it leaves open would grow with each of its own. */
    @Test
    void aPeerThatAsksWithoutEndAndAcknowledgesNothing() {
        Wire wire = Wire.established(SMALL);
        wire.arrives = (target, datagram) -> false;
        wire.server.open().offer(new byte[]{1});
        wire.run(SECOND / 10);
        ByteBuffer out = ByteBuffer.allocate(2000);
        for (int number = 1000; wire.server.closed() == null && number < 1_000_000; number++) {
            ByteBuffer ping = ByteBuffer.allocate(32);
            PacketHeader.writeData(ping, SERVER_ID, number);
            wire.inject(wire.server, Packets.seal(ping, new byte[]{FrameType.PING}));
            wire.server.connection.pollTransmit(wire.now, out);
            if (wire.server.connection.state() instanceof ConnectionState.Closing) {
                break;
            }
        }
        wire.run(5 * SECOND);
        assertThat(Objects.requireNonNull(wire.server.closed()).code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION);
    }

    @Test
    void blockedFramesAreNoViolation() {
        Wire wire = Wire.established(SMALL);
        wire.inject(
                wire.server,
                Packets.data(
                        SERVER_ID,
                        1000,
                        Packets.frame(FrameType.DATA_BLOCKED, 1),
                        Packets.frame(FrameType.STREAM_DATA_BLOCKED, 0, 1)));
        assertThat(wire.server.closed()).isNull();
    }

    @Test
    void aPacketOfAForeignVersionForAKnownConnectionIsDropped() {
        Wire wire = new Wire(SMALL);
        byte[] packet = Packets.initial(SERVER_ID, CLIENT_ID, new byte[0], 0, new byte[]{FrameType.PING});
        packet[1] ^= 0x7f;
        byte[] again = Packets.seal(
                java.nio.ByteBuffer.allocate(2000).put(packet, 0, packet.length - 4));
        wire.inject(wire.server, again);
        assertThat(wire.server.connection.statistics().packetsReceived()).isZero();
    }
}
