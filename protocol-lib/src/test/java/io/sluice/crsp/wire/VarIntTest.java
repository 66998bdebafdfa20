package io.sluice.crsp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarIntTest {
    private static byte[] write(long value) {
        ByteBuffer out = ByteBuffer.allocate(8);
        VarInt.write(out, value);
        return Arrays.copyOf(out.array(), out.position());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "63,1", "64,2", "16383,2", "16384,4", "1073741823,4", "1073741824,8", "4611686018427387903,8"})
    void usesTheShortestFormAtEachBoundary(long value, int size) {
        assertThat(VarInt.size(value)).isEqualTo(size);
        assertThat(write(value)).hasSize(size);
        assertThat(VarInt.read(ByteBuffer.wrap(write(value)))).isEqualTo(value);
    }

    @Test
    void anyValueComesBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong() >>> random.nextInt(2, 64);
            ByteBuffer in = ByteBuffer.wrap(write(value));
            assertThat(VarInt.read(in)).isEqualTo(value);
            assertThat(in.hasRemaining()).isFalse();
        }
    }

    @Test
    void aLongerFormThanNeededIsAccepted() {
        assertThat(VarInt.read(ByteBuffer.wrap(new byte[]{0x40, 0x25}))).isEqualTo(0x25);
        assertThat(VarInt.read(ByteBuffer.wrap(new byte[]{(byte) 0x80, 0, 0, 0x25}))).isEqualTo(0x25);
        assertThat(VarInt.read(ByteBuffer.wrap(new byte[]{(byte) 0xC0, 0, 0, 0, 0, 0, 0, 0x25}))).isEqualTo(0x25);
    }

    @Test
    void aCutOffIntegerIsAnEncodingError() {
        for (long value : new long[]{0, 64, 16_384, VarInt.MAX}) {
            byte[] whole = write(value);
            for (int length = 0; length < whole.length; length++) {
                ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
                assertThatThrownBy(() -> VarInt.read(cut))
                        .isInstanceOfSatisfying(
                                TransportException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.FRAME_ENCODING_ERROR));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"-1", "4611686018427387904", "-9223372036854775808"})
    void valuesBeyondSixtyTwoBitsAreRefused(long value) {
        assertThatThrownBy(() -> VarInt.size(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
