package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept until it is acknowledged, copied or lent. */
class SendBufferTest {
    private static final int LENGTH = 200_000;

    /** Whatever is copied and lent, in any order: each piece of what is kept reads as it was written. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyPieceReadsAsItWasWritten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] all = new byte[LENGTH];
        random.nextBytes(all);
        SendBuffer buffer = new SendBuffer();
        while (buffer.base() < LENGTH) {
            if (buffer.end() < LENGTH && random.nextInt(3) > 0) {
                write(random, buffer, all);
            }
            int kept = (int) (buffer.end() - buffer.base());
            int from = (int) buffer.base() + random.nextInt(kept + 1);
            ByteBuffer piece = ByteBuffer.allocate(random.nextInt((int) buffer.end() - from + 1));
            buffer.get(from, piece.capacity(), piece);
            assertThat(piece.array()).containsExactly(Arrays.copyOfRange(all, from, from + piece.capacity()));
            if (random.nextInt(3) == 0) {
                buffer.advance(buffer.base() + random.nextInt(kept + 1));
            }
            if (random.nextInt(10) == 0 && buffer.base() == buffer.end()) {
                buffer.release();
                assertThat(buffer.memory()).isZero();
            }
        }
    }

    private static void write(SplittableRandom random, SendBuffer buffer, byte[] all) {
        int from = (int) buffer.end();
        int length = Math.min(random.nextInt(1_500), LENGTH - from);
        switch (random.nextInt(3)) {
            case 0 -> buffer.write(all, from, length);
            case 1 -> buffer.write(ByteBuffer.wrap(all, from, length));
            default -> buffer.lend(Arrays.copyOfRange(all, from, from + length));
        }
    }

    @Test
    void whatIsLentTakesNoRoomHoweverLargeItIs() {
        SendBuffer buffer = new SendBuffer();
        for (int i = 0; i < 100; i++) {
            buffer.write((byte) i);
            buffer.lend(new byte[100_000]);
        }
        assertThat(buffer.end() - buffer.base()).isEqualTo(100 * 100_001);
        assertThat(buffer.memory()).isLessThan(5_000);
    }

    @Test
    void isWrittenAnewAfterAReset() {
        SendBuffer buffer = new SendBuffer();
        buffer.write(new byte[10], 0, 10);
        buffer.lend(new byte[1_000]);
        buffer.truncate(500);
        assertThat(buffer.base()).isEqualTo(500);
        buffer.write((byte) 7);
        ByteBuffer piece = ByteBuffer.allocate(1);
        buffer.get(500, 1, piece);
        assertThat(piece.get(0)).isEqualTo((byte) 7);
    }
}
