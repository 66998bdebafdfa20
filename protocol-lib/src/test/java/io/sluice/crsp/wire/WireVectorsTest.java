package io.sluice.crsp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification's vectors of integers, checksums, packet numbers and frames, and its tables of numbers. */
class WireVectorsTest {
    static List<Vector> varints() {
        return SpecificationVectors.of("varint");
    }

    static List<Vector> acceptedVarints() {
        return SpecificationVectors.of("varint-accepted");
    }

    static List<Vector> checksums() {
        return SpecificationVectors.of("checksum");
    }

    static List<Vector> packetNumbers() {
        return SpecificationVectors.of("packet-number");
    }

    static List<Vector> frames() {
        return SpecificationVectors.of("frame");
    }

    static List<Vector> acceptedFrames() {
        return SpecificationVectors.of("frame-accepted");
    }

    private static void assertEncodes(Vector vector, ByteBuffer out) {
        byte[] written = new byte[out.flip().remaining()];
        out.get(written);
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(HexFormat.of().formatHex(vector.bytes()));
    }

    @ParameterizedTest
    @MethodSource("varints")
    void integersAreWritten(Vector vector) {
        ByteBuffer out = ByteBuffer.allocate(8);
        VarInt.write(out, Long.parseLong(vector.meaning()));
        assertEncodes(vector, out);
    }

    @ParameterizedTest
    @MethodSource({"varints", "acceptedVarints"})
    void integersAreRead(Vector vector) {
        ByteBuffer in = ByteBuffer.wrap(vector.bytes());
        assertThat(VarInt.read(in)).isEqualTo(Long.parseLong(vector.meaning()));
        assertThat(in.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("checksums")
    void checksumsAreSealedAndOpened(Vector vector) {
        byte[] bytes = vector.bytes();
        int content = bytes.length - Crc32cProtection.SIZE;
        ByteBuffer packet = ByteBuffer.allocate(bytes.length);
        packet.put(bytes, 0, content).flip();
        new Crc32cProtection().seal(packet);
        assertThat(packet.array()).isEqualTo(bytes);
        assertThat(packet.getInt(content)).isEqualTo((int) Long.parseLong(vector.meaning().substring(2), 16));
        assertThat(new Crc32cProtection().open(ByteBuffer.wrap(bytes))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("packetNumbers")
    void packetNumbersAreCutAndExpanded(Vector vector) {
        Map<String, String> meaning = Notation.fields(vector.meaning());
        long largest = Long.parseLong(meaning.getOrDefault("largest", ""));
        long number = Long.parseLong(meaning.getOrDefault("number", ""));
        ByteBuffer header = ByteBuffer.allocate(PacketHeader.DATA_HEADER_SIZE);
        PacketHeader.writeData(header, 0, number);
        assertThat(Arrays.copyOfRange(header.array(), 9, 13)).isEqualTo(vector.bytes());
        PacketHeader back = new PacketHeader();
        assertThat(back.read(header.flip())).isTrue();
        assertThat(PacketHeader.expandNumber(largest, back.truncatedNumber())).isEqualTo(number);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void framesAreWrittenByTheTable(Vector vector) {
        ByteBuffer out = ByteBuffer.allocate(1200);
        FrameNotation.write(out, vector.meaning());
        assertEncodes(vector, out);
    }

    @ParameterizedTest
    @MethodSource({"frames", "acceptedFrames"})
    void framesAreRead(Vector vector) {
        RecordingFrames frames = new RecordingFrames();
        FrameReader.read(ByteBuffer.wrap(vector.bytes()), frames);
        // Padding is nothing to be told of.
        assertThat(frames.frames.isEmpty() ? List.of("PADDING()") : frames.frames).containsExactly(vector.meaning());
    }

    @Test
    void everyKindOfVectorIsChecked() {
        assertThat(SpecificationVectors.kinds())
                .containsExactlyInAnyOrder(
                        "varint", "varint-accepted", "checksum", "packet-number", "frame", "frame-accepted", "hello",
                        "hello-accepted", "packet", "stream", "message", "message-datagram", "sequence-checksum",
                        "keys",
                        "protected",
                        "resumption");
    }

    @Test
    void theRegistryOfErrorsIsTheCodes() {
        List<String> documented = Pattern.compile("^\\| (0x[0-9a-f]+) \\| ([A-Z_]+) \\| (.*) \\|$", Pattern.MULTILINE)
                .matcher(section("## 11. Error codes"))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();
        assertThat(documented)
                .containsExactlyElementsOf(
                        Stream.of(ErrorCode.values())
                                .map(code -> String.format("0x%02x %s %s", code.code(), code, code.advice()))
                                .toList());
    }

    private static String section(String heading) {
        String text = SpecificationVectors.text();
        int start = text.indexOf("\n" + heading + "\n");
        assertThat(start).as(heading).isPositive();
        int end = text.indexOf("\n## ", start + heading.length());
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
