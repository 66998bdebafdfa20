package io.sluice.crsp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameReaderTest {
    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static List<String> read(byte[] payload) {
        RecordingFrames frames = new RecordingFrames();
        FrameReader.read(ByteBuffer.wrap(payload), frames);
        return frames.frames;
    }

    private static void assertMalformed(byte[] payload) {
        assertThatThrownBy(() -> read(payload))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.FRAME_ENCODING_ERROR));
    }

    /** One frame of each type, with several bytes in each integer. */
    static Stream<byte[]> wholeFrames() {
        return Stream.of(
                hex("02 4064 4050 01 4005 4001 4002"),
                hex("04 4104 4123 7fff"),
                hex("05 4104 4123"),
                hex("06 4000 4003 616263"),
                hex("0a 4104 4100 4003 616263"),
                hex("0b 4104 4100 4003 616263"),
                hex("10 80010000"),
                hex("11 4104 80010000"),
                hex("12 4100"),
                hex("14 80010000"),
                hex("15 4104 80010000"),
                hex("1a 0102030405060708"),
                hex("1b 0102030405060708"),
                hex("1c 400e 4003 616263"));
    }

    @ParameterizedTest
    @MethodSource("wholeFrames")
    void aFrameCutAtAnyByteIsMalformed(byte[] frame) {
        assertThat(read(frame)).hasSize(1);
        for (int length = 1; length < frame.length; length++) {
            assertMalformed(Arrays.copyOf(frame, length));
        }
    }

    static IntStream unknownTypes() {
        List<Integer> known = List.of(
                FrameType.PADDING, FrameType.PING, FrameType.ACK, FrameType.ACK_ECN, FrameType.RESET_STREAM,
                FrameType.STOP_SENDING,
                FrameType.HANDSHAKE, FrameType.NEW_TICKET, FrameType.RESET_TOKEN, 0x08, 0x09, 0x0a, 0x0b,
                FrameType.MAX_DATA, FrameType.MAX_STREAM_DATA,
                FrameType.MAX_STREAMS, FrameType.DATA_BLOCKED, FrameType.STREAM_DATA_BLOCKED,
                FrameType.PATH_CHALLENGE, FrameType.PATH_RESPONSE, FrameType.SKIP, FrameType.DATAGRAM,
                FrameType.DATAGRAM | FrameType.DATAGRAM_LENGTH, FrameType.CONNECTION_CLOSE);
        return IntStream.range(0, 256).filter(type -> !known.contains(type));
    }

    @ParameterizedTest
    @MethodSource("unknownTypes")
    void anUnknownTypeIsMalformed(int type) {
        byte[] payload = new byte[64];
        payload[0] = (byte) type;
        assertMalformed(payload);
    }

    @Test
    void hugeLengthsAreRefusedWithoutMemory() {
        String most = "ffffffffffffffff";
        assertMalformed(hex("06 00 " + most));
        assertMalformed(hex("0a 00 00 " + most));
        assertMalformed(hex("1c 00 " + most));
        assertMalformed(hex("0a 00 " + most + " 01 61"));
        assertMalformed(hex("08 00 " + most + " 61"));
    }

    @Test
    void ackRangesBelowZeroAreMalformed() {
        String most = "ffffffffffffffff";
        assertMalformed(hex("02 05 00 00 06"));
        assertMalformed(hex("02 05 00 01 01 03 00"));
        assertMalformed(hex("02 05 00 01 00 " + most + most));
        assertMalformed(hex("02 05 00 " + most + " 00"));
    }

    @Test
    void aStreamWithoutLengthFillsThePacket() {
        assertThat(read(hex("09 04 07 616263 08")))
                .containsExactly("STREAM(id=4, offset=7, fin=true, data=0x61626308)");
    }

    @Test
    void onlyPaddingAckAndCloseElicitNoAcknowledgement() {
        RecordingFrames sink = new RecordingFrames();
        assertThat(FrameReader.read(ByteBuffer.wrap(hex("00 0000 02 05 00 00 00 1c 00 00")), sink)).isFalse();
        assertThat(FrameReader.read(ByteBuffer.wrap(hex("00 01")), sink)).isTrue();
        assertThat(FrameReader.read(ByteBuffer.wrap(hex("14 05")), sink)).isTrue();
    }

    @Test
    void aLongReasonIsCut() {
        ByteBuffer close = ByteBuffer.allocate(1100);
        close.put((byte) FrameType.CONNECTION_CLOSE).put((byte) 0);
        VarInt.write(close, 1000);
        Arrays.fill(close.array(), close.position(), close.position() + 1000, (byte) 'x');
        close.position(close.position() + 1000).flip();
        RecordingFrames frames = new RecordingFrames();
        FrameReader.read(close, frames);
        assertThat(frames.frames.getFirst()).hasSizeLessThan(FrameReader.MAX_REASON + 50);
    }

    @Test
    void randomBytesNeverThrowAnythingElse() {
        SplittableRandom random = new SplittableRandom(7);
        int malformed = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = new byte[random.nextInt(1, 60)];
            random.nextBytes(payload);
            // Low type numbers, so that most payloads get past the first byte.
            payload[0] = (byte) random.nextInt(0x20);
            try {
                read(payload);
            } catch (TransportException e) {
                malformed++;
            }
        }
        assertThat(malformed).isBetween(1, 199_999);
    }
}
