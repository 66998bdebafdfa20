package io.sluice.crsp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.PacketCiphers;
import io.sluice.crsp.security.SecurityMode;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.FrameNotation;
import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import io.sluice.crsp.wire.RecordingFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification's vectors of hellos and whole packets. */
class ConnectionVectorsTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final long FIRST_ID = 0x0102030405060708L;
    private static final long CLIENT_ID = 0x1112131415161718L;
    private static final long GATEWAY_ID = 0x2122232425262728L;

    static List<Vector> hellos() {
        return SpecificationVectors.of("hello");
    }

    static List<Vector> acceptedHellos() {
        return SpecificationVectors.of("hello-accepted");
    }

    static List<Vector> packets() {
        return SpecificationVectors.of("packet");
    }

    private static String describe(HandshakeMessage hello) {
        TransportParameters parameters = hello.parameters();
        return String.format(
                "Hello(mode=%d, idle_timeout=%d, max_ack_delay=%d, max_datagram_size=%d, max_data=%d, "
                        + "max_stream_data=%d, max_streams=%d, max_message_size=%d, max_datagram_frame_size=%d, reset_token=0x%s)",
                hello.mode().code(),
                parameters.idleTimeout().toMillis(),
                parameters.maxAckDelay().toMillis(),
                parameters.maxDatagramSize(),
                parameters.maxData(),
                parameters.maxStreamData(),
                parameters.maxStreams(),
                parameters.maxMessageSize(),
                parameters.maxDatagramFrameSize(),
                HEX.formatHex(parameters.resetToken()));
    }

    private static HandshakeMessage hello(String meaning) {
        Notation hello = Notation.parse(meaning);
        assertThat(hello.number("mode")).isEqualTo(SecurityMode.PLAIN.code());
        return new HandshakeMessage(
                SecurityMode.PLAIN,
                new TransportParameters(
                        Duration.ofMillis(hello.number("idle_timeout")),
                        Duration.ofMillis(hello.number("max_ack_delay")),
                        (int) hello.number("max_datagram_size"),
                        hello.number("max_data"),
                        hello.number("max_stream_data"),
                        hello.number("max_streams"),
                        (int) hello.number("max_message_size"),
                        (int) hello.number("max_datagram_frame_size"),
                        hello.bytes("reset_token")));
    }

    @ParameterizedTest
    @MethodSource("hellos")
    void hellosAreWritten(Vector vector) {
        assertThat(HEX.formatHex(hello(vector.meaning()).encode())).isEqualTo(HEX.formatHex(vector.bytes()));
    }

    @ParameterizedTest
    @MethodSource({"hellos", "acceptedHellos"})
    void hellosAreRead(Vector vector) {
        for (int length = 0; length < vector.bytes().length; length++) {
            assertThat(HandshakeMessage.decode(vector.bytes(), length)).isNull();
        }
        @Nullable
        HandshakeMessage read = HandshakeMessage.decode(vector.bytes(), vector.bytes().length);
        assertThat(read).isNotNull();
        assertThat(describe(java.util.Objects.requireNonNull(read))).isEqualTo(vector.meaning());
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetsAreWritten(Vector vector) {
        assertThat(HEX.formatHex(write(Notation.parse(vector.meaning())))).isEqualTo(HEX.formatHex(vector.bytes()));
    }

    private static byte[] write(Notation packet) {
        ByteBuffer out = ByteBuffer.allocate(1200);
        long destination = packet.number("destination");
        switch (packet.name()) {
            case "INITIAL" ->
                PacketHeader.writeInitial(
                        out, destination, packet.number("source"), packet.bytes("token"), packet.number("number"));
            case "RETRY" ->
                PacketHeader.writeRetry(out, destination, packet.number("source"), packet.bytes("token"));
            case "DATA" -> PacketHeader.writeData(out, destination, packet.number("number"));
            default -> {
                String grease = Notation.list(packet.text("versions"), " ").get(1);
                PacketHeader.writeVersionNegotiation(
                        out, destination, packet.number("source"), (int) Long.parseLong(grease.substring(2), 16));
            }
        }
        if (packet.fields().containsKey("frames")) {
            Notation.list(packet.text("frames"), ", ").forEach(frame -> FrameNotation.write(out, frame));
            while (out.position() < packet.number("size") - Crc32cProtection.SIZE) {
                out.put((byte) 0);
            }
        }
        return Packets.seal(out);
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetsAreRead(Vector vector) {
        ByteBuffer datagram = ByteBuffer.wrap(vector.bytes());
        PacketHeader header = new PacketHeader();
        assertThat(header.read(datagram)).isTrue();
        assertThat(new Crc32cProtection().open(datagram)).isTrue();
        assertThat(describe(header, datagram, vector)).isEqualTo(vector.meaning());
    }

    private static String describe(PacketHeader header, ByteBuffer payload, Vector vector) {
        Notation expected = Notation.parse(vector.meaning());
        StringBuilder text = new StringBuilder(header.type().toString());
        text.append(String.format("(destination=0x%016x", header.destination()));
        if (header.type() != PacketType.DATA) {
            text.append(String.format(", source=0x%016x", header.source()));
        }
        if (header.type() == PacketType.VERSION_NEGOTIATION) {
            return text.append(String.format(", versions=[0x%08x 0x%08x])", payload.getInt(), payload.getInt()))
                    .toString();
        }
        ByteBuffer token = header.token();
        if (token != null) {
            byte[] bytes = new byte[token.remaining()];
            token.get(bytes);
            text.append(", token=0x").append(HEX.formatHex(bytes));
        }
        if (header.type() == PacketType.RETRY) {
            return text.append(')').toString();
        }
        long largest = expected.number("number") - 1;
        text.append(", number=").append(PacketHeader.expandNumber(largest, header.truncatedNumber()));
        RecordingFrames frames = new RecordingFrames();
        FrameReader.read(payload, frames);
        text.append(", frames=[").append(String.join(", ", frames.frames)).append(']');
        // A size is given where padding fills the packet up to it.
        long size = expected.number("size");
        assertThat(size).isIn(0L, (long) vector.bytes().length);
        return text.append(", size=").append(size).append(')').toString();
    }

    /** The vectors of a handshake are what the library says, byte for byte. */
    @Test
    void theFirstFlightsAreTheLibrarysOwn() {
        PacketCiphers ciphers = new PacketCiphers();
        byte[] resetToken = SpecificationVectors.bytes("000102030405060708090a0b0c0d0e0f");
        Connection client = Connection.client(ConnectionConfig.DEFAULT, ClientSecurity.plain(), CLIENT_ID, FIRST_ID,
                Wire.SERVER_ADDRESS,
                ciphers, new SplittableRandom(1), 0);
        assertThat(sent(client)).containsExactly(packet("client's first"));
        receive(client, "retry");
        assertThat(sent(client)).containsExactly(packet("client's second"));
        Connection gateway = Connection.server(
                ConnectionConfig.DEFAULT, ServerSecurity.plainOnly(), GATEWAY_ID, CLIENT_ID, resetToken,
                Wire.CLIENT_ADDRESS, ciphers,
                new SplittableRandom(1), 0);
        receive(gateway, "client's second");
        assertThat(sent(gateway)).containsExactly(packet("gateway's answer"));
        receive(client, "gateway's answer");
        assertThat(sent(client)).containsExactly(packet("client confirms"));
        io.sluice.crsp.stream.Stream stream = java.util.Objects.requireNonNull(client.openStream());
        stream.offer(new byte[]{'h', 'e', 'l', 'l', 'o'});
        stream.finish();
        assertThat(sent(client)).containsExactly(packet("a message and its end"));
        receive(gateway, "client confirms");
        receive(gateway, "a message and its end");
        assertThat(gateway.handshake()).isNull();
        Connection refusing = Connection.server(
                ConnectionConfig.DEFAULT, ServerSecurity.plainOnly(), GATEWAY_ID, CLIENT_ID, resetToken,
                Wire.CLIENT_ADDRESS, ciphers,
                new SplittableRandom(1), 0);
        refusing.close(0, io.sluice.crsp.wire.ErrorCode.CONNECTION_REFUSED, "full");
        assertThat(sent(refusing)).containsExactly(packet("refused"));
    }

    private static String packet(String name) {
        return HEX.formatHex(bytes(name));
    }

    private static byte[] bytes(String name) {
        return packets().stream().filter(vector -> vector.name().equals(name)).findFirst().orElseThrow().bytes();
    }

    private static void receive(Connection connection, String name) {
        ByteBuffer datagram = ByteBuffer.wrap(bytes(name));
        PacketHeader header = new PacketHeader();
        assertThat(header.read(datagram)).isTrue();
        connection.receive(0, connection.remote(), header, datagram);
    }

    private static List<String> sent(Connection connection) {
        List<String> sent = new ArrayList<>();
        ByteBuffer out = ByteBuffer.allocate(1200);
        while (connection.pollTransmit(0, out)) {
            sent.add(HEX.formatHex(out.array(), 0, out.limit()));
        }
        return sent;
    }
}
