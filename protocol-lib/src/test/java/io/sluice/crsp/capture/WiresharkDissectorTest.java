package io.sluice.crsp.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import io.sluice.crsp.capture.TsharkCapture.Row;
import io.sluice.crsp.connection.Packets;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.VarInt;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dissector for Wireshark, shown what the specification lists: it knows every packet, frame and message. */
class WiresharkDissectorTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private static final InetSocketAddress GATEWAY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_001);
    private static final long ID = 0x0102030405060708L;
    private static final String HEX_ID = "0102030405060708";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private TsharkCapture capture;

    @BeforeEach
    void beginCapture() {
        capture = new TsharkCapture(folder, GATEWAY.getPort());
    }

    private void addToGateway(byte[] datagram) {
        capture.add(CLIENT, GATEWAY, datagram);
    }

    @Test
    void everyPacketOfTheSpecificationIsDecoded() throws Exception {
        List<Vector> vectors = SpecificationVectors.of("packet");
        vectors.forEach(vector -> addToGateway(vector.bytes()));

        List<Row> rows = capture.decode("", "_ws.col.Info", "crsp.dcid", "crsp.scid", "crsp.token", "crsp.pn",
                "crsp.checksum.good", "_ws.expert.message", "crsp.frame.type", "crsp.stream.data");

        assertThat(rows).hasSameSizeAs(vectors);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Notation meaning = Notation.parse(vectors.get(i).meaning());
            String name = vectors.get(i).name();
            assertThat(row.first("_ws.col.Info")).as(name).startsWith(meaning.name());
            assertThat(row.first("crsp.dcid")).as(name).isEqualTo(meaning.text("destination").substring(2));
            assertThat(row.first("crsp.checksum.good")).as(name).isIn("1", "True");
            assertThat(row.first("crsp.scid")).as(name)
                    .isEqualTo(meaning.fields().getOrDefault("source", "0x").substring(2));
            assertThat(row.first("crsp.token")).as(name)
                    .isEqualTo(meaning.fields().getOrDefault("token", "0x").substring(2));
            if (meaning.fields().containsKey("number")) {
                assertThat(row.first("crsp.pn")).as(name)
                        .isEqualTo(Long.toString(meaning.number("number") & 0xFFFF_FFFFL));
            }
            if (meaning.fields().containsKey("frames")) {
                List<String> frames = Notation.list(meaning.text("frames"), ", ");
                assertThat(namesOf(row)).as(name)
                        .containsExactlyElementsOf(frames.stream().map(frame -> Notation.parse(frame).name()).toList());
            }
        }
        assertThat(capture.decode("crsp.hello.mode == \"plain\"", "crsp.parameter.idle_timeout")).isNotEmpty()
                .allSatisfy(row -> assertThat(row.first("crsp.parameter.idle_timeout")).isEqualTo("15000"));
        assertThat(capture.decode("crsp.parameter.reset_token == 00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f",
                "crsp.pn"))
                .hasSize(1);
        assertThat(capture.decode("crsp.supported_version == 0x43525332", "crsp.type")).hasSize(1);
    }

    private static List<String> namesOf(Row row) {
        return Arrays.stream(row.first("_ws.col.Info").replaceAll("\\([^)]*\\)", "").split(" ")).skip(2).toList();
    }

    @Test
    void everyFrameOfTheSpecificationIsDecoded() throws Exception {
        List<Vector> vectors = new ArrayList<>(SpecificationVectors.of("frame"));
        vectors.addAll(SpecificationVectors.of("frame-accepted"));
        vectors.removeIf(vector -> vector.meaning().startsWith("PADDING"));
        for (int i = 0; i < vectors.size(); i++) {
            addToGateway(Packets.data(ID + i, i, vectors.get(i).bytes()));
        }

        List<Row> rows = capture.decode("", "_ws.col.Info", "crsp.stream.id", "crsp.stream.offset", "crsp.stream.data",
                "crsp.ack.range", "crsp.ack.delay", "crsp.limit", "crsp.path.data", "crsp.handshake.data",
                "crsp.close.reason", "crsp.datagram.data", "crsp.stream.error_code");

        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Notation meaning = Notation.parse(vectors.get(i).meaning());
            assertThat(namesOf(row)).as("crsp.lua has to know each frame").containsExactly(meaning.name());
            check(row, meaning, "id", "crsp.stream.id");
            check(row, meaning, "limit", "crsp.limit");
            check(row, meaning, "delay", "crsp.ack.delay");
            if (meaning.name().equals("STREAM")) {
                check(row, meaning, "offset", "crsp.stream.offset");
            }
            if (meaning.fields().containsKey("ranges")) {
                assertThat(row.all("crsp.ack.range"))
                        .containsExactlyElementsOf(Notation.list(meaning.text("ranges"), " "));
            }
            if (meaning.fields().containsKey("data")) {
                assertThat(row.first("crsp.stream.data") + row.first("crsp.path.data")
                        + row.first("crsp.handshake.data") + row.first("crsp.datagram.data"))
                        .isEqualTo(HexFormat.of().formatHex(meaning.bytes("data")));
            }
            if (meaning.fields().containsKey("reason")) {
                assertThat(row.first("crsp.close.reason")).isEqualTo(meaning.quoted("reason"));
            }
        }
    }

    private static void check(Row row, Notation meaning, String name, String field) {
        if (meaning.fields().containsKey(name)) {
            assertThat(row.first(field)).as(meaning.toString()).isEqualTo(meaning.text(name));
        }
    }

    @Test
    void everyMessageOfTheSpecificationIsDecoded() throws Exception {
        List<Vector> vectors = SpecificationVectors.of("message");
        long offset = 0;
        for (int i = 0; i < vectors.size(); i++) {
            byte[] message = vectors.get(i).bytes();
            ByteBuffer framed = ByteBuffer.allocate(VarInt.size(message.length) + message.length);
            VarInt.write(framed, message.length);
            addToGateway(Packets.data(ID, i, Packets.stream(0, offset, false, framed.put(message).array())));
            offset += framed.capacity();
        }

        List<Row> rows = capture.decode("", "_ws.col.Info", "_ws.malformed", "_ws.expert.message", "crsp.message.topic",
                "crsp.message.value", "crsp.message.position", "crsp.message.sequence", "crsp.message.session");

        assertThat(rows).hasSameSizeAs(vectors);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Notation meaning = Notation.parse(vectors.get(i).meaning());
            assertThat(row.first("_ws.col.Info")).as("crsp.lua has to know each message")
                    .isEqualTo("DATA " + i + " STREAM(0 " + meaning.name() + ")");
            assertThat(row.all("_ws.expert.message")).as(meaning.toString()).isEmpty();
            if (meaning.fields().containsKey("topic")) {
                assertThat(row.first("crsp.message.topic")).isEqualTo(meaning.quoted("topic"));
            }
            if (meaning.fields().containsKey("positions")) {
                assertThat(row.all("crsp.message.position"))
                        .containsExactlyElementsOf(Notation.list(meaning.text("positions"), " "));
            }
            if (List.of("Delivery", "Data").contains(meaning.name()) && !meaning.text("value").equals("null")) {
                assertThat(row.first("crsp.message.value")).isEqualTo(meaning.text("value").substring(2));
            }
            check(row, meaning, "sequence", "crsp.message.sequence");
        }
    }

    @Test
    void messagesAreFoundOverSeveralPacketsThatCameOutOfOrderAndTwice() throws Exception {
        byte[] publish = SpecificationVectors.bytes("0a 2005066f726465727300");
        byte[] bytes = ByteBuffer.allocate(2 * publish.length).put(publish).put(publish).array();
        byte[] start = Packets.stream(0, 0, false, Arrays.copyOf(bytes, 4));
        byte[] middle = Packets.stream(0, 4, false, Arrays.copyOfRange(bytes, 4, 12));
        byte[] end = Packets.stream(0, 12, true, Arrays.copyOfRange(bytes, 12, bytes.length));
        addToGateway(Packets.data(ID, 0, start));
        addToGateway(Packets.data(ID, 2, end));
        addToGateway(Packets.data(ID, 1, middle));
        addToGateway(Packets.data(ID, 3, middle));

        assertThat(capture.decode("", "_ws.col.Info")).extracting(row -> row.first("_ws.col.Info"))
                .containsExactly("DATA 0 STREAM(0)", "DATA 2 STREAM(0 FIN)", "DATA 1 STREAM(0 Publish Publish)",
                        "DATA 3 STREAM(0)");
        assertThat(capture.decode("crsp.message.topic == \"orders\"", "crsp.pn")).hasSize(1);
    }

    @Test
    void everyErrorHasItsName() throws Exception {
        for (ErrorCode code : ErrorCode.values()) {
            addToGateway(Packets.data(ID, 0, Packets.frame(0x1c, code.code(), 0)));
        }

        assertThat(capture.decode("", "_ws.col.Info")).extracting(row -> row.first("_ws.col.Info"))
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(code -> "DATA 0 CONNECTION_CLOSE(" + code + ")").toList());
    }

    @Test
    void whatIsNoFrameIsMarkedAsMalformed() throws Exception {
        addToGateway(Packets.data(ID, 0, new byte[]{0x7f, 1, 2, 3}));
        addToGateway(Packets.data(ID, 1, SpecificationVectors.bytes("0a 00 00 20 6162")));
        addToGateway(Packets.data(ID, 2, SpecificationVectors.bytes("0a 00 00 04 03 ee0102")));

        assertThat(capture.decode("crsp.malformed", "crsp.pn")).extracting(row -> row.first("crsp.pn"))
                .containsExactly("0", "1", "2");
    }

    @Test
    void aSpoiledPacketOfAPlainConnectionIsMarked() throws Exception {
        addToGateway(vector("client's second"));
        byte[] data = Packets.data(0x2122232425262728L, 7, Packets.frame(0x01));
        data[data.length - 1] ^= 1;
        addToGateway(data);

        assertThat(capture.decode("crsp.checksum.bad", "crsp.pn", "crsp.frame.type"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.first("crsp.pn")).isEqualTo("7");
                    assertThat(row.all("crsp.frame.type")).isEmpty();
                });
    }

    @Test
    void ofAProtectedConnectionOnlyHeadersAreShown() throws Exception {
        byte[] hello = SpecificationVectors.bytes("02 00");
        byte[] handshake = ByteBuffer.allocate(3 + hello.length).put((byte) 6).put((byte) 0).put((byte) hello.length)
                .put(hello).array();
        addToGateway(Packets.initial(ID, 5, new byte[0], 0, handshake));
        byte[] secret = new byte[60];
        secret[0] = 0x40;
        ByteBuffer.wrap(secret).putLong(1, ID);
        Arrays.fill(secret, 9, secret.length, (byte) 0x5a);
        addToGateway(secret);

        Row row = capture.decode("crsp.protected", "_ws.col.Info", "crsp.dcid", "crsp.pn", "crsp.frame.type",
                "_ws.expert.message").getFirst();
        assertThat(row.first("_ws.col.Info")).isEqualTo("DATA protected");
        assertThat(row.first("crsp.dcid")).isEqualTo(HEX_ID);
        assertThat(row.all("crsp.pn")).isEmpty();
        assertThat(row.all("crsp.frame.type")).isEmpty();
        assertThat(row.first("_ws.expert.message")).contains("Protected");
        assertThat(capture.contains(SpecificationVectors.bytes("5a5a5a"))).isTrue();
        assertThat(capture.contains(SpecificationVectors.bytes("5a5a5b"))).isFalse();
    }

    @Test
    void aStatelessResetIsKnownByItsToken() throws Exception {
        addToGateway(vector("client's second"));
        capture.add(GATEWAY, CLIENT, vector("gateway's answer"));
        byte[] reset = new byte[41];
        Arrays.fill(reset, (byte) 0x33);
        reset[0] = 0x40;
        System.arraycopy(SpecificationVectors.bytes("000102030405060708090a0b0c0d0e0f"), 0, reset, 25, 16);
        capture.add(GATEWAY, CLIENT, reset);

        assertThat(capture.decode("crsp.type == \"STATELESS_RESET\"", "_ws.col.Info")).singleElement()
                .satisfies(row -> assertThat(row.first("_ws.col.Info")).isEqualTo("STATELESS_RESET"));
    }

    @Test
    void aHandshakeMakesAnotherPortKnown() throws Exception {
        InetSocketAddress elsewhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_002);
        capture.add(CLIENT, elsewhere, vector("client's second"));
        capture.add(CLIENT, elsewhere, vector("client confirms"));

        assertThat(capture.decode("crsp", "_ws.col.Info")).extracting(row -> row.first("_ws.col.Info"))
                .containsExactly("INITIAL 1 HANDSHAKE", "DATA 0 PING");
    }

    @Test
    void theManualOfTheDissectorShowsFieldsThatExist() throws Exception {
        String manual = Files.readString(TsharkCapture.dissector().resolveSibling("README.md"));
        List<String> fields = Pattern.compile("`(crsp\\.(?!lua`)[a-z_.]*[a-z])`").matcher(manual).results()
                .map(match -> match.group(1)).distinct().toList();
        addToGateway(vector("client confirms"));

        assertThat(fields).hasSizeGreaterThan(10);
        // tshark refuses a filter with a field that is not there.
        assertThat(capture.decode(String.join(" || ", fields), "crsp.pn")).hasSize(1);
    }

    private static byte[] vector(String name) {
        return SpecificationVectors.of("packet").stream().filter(vector -> vector.name().equals(name)).findFirst()
                .orElseThrow().bytes();
    }
}
