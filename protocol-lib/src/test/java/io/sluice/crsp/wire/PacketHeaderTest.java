package io.sluice.crsp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacketHeaderTest {
    private final PacketHeader header = new PacketHeader();
    private final ByteBuffer out = ByteBuffer.allocate(1200);

    private byte[] written() {
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void aDataHeaderComesBack() {
        PacketHeader.writeData(out, 0x0123456789abcdefL, 0x1_0000_0007L);
        assertThat(out.position()).isEqualTo(PacketHeader.DATA_HEADER_SIZE);
        assertThat(header.read(out.flip())).isTrue();
        assertThat(header.type()).isEqualTo(PacketType.DATA);
        assertThat(header.destination()).isEqualTo(0x0123456789abcdefL);
        assertThat(header.truncatedNumber()).isEqualTo(7);
        assertThat(out.position()).isEqualTo(PacketHeader.DATA_HEADER_SIZE);
    }

    @Test
    void anInitialHeaderComesBackWithItsToken() {
        byte[] token = {1, 2, 3};
        PacketHeader.writeInitial(out, -1, -2, token, 0xFFFF_FFFFL);
        assertThat(header.read(out.flip())).isTrue();
        assertThat(header.type()).isEqualTo(PacketType.INITIAL);
        assertThat(header.version()).isEqualTo(PacketHeader.VERSION_2);
        assertThat(header.destination()).isEqualTo(-1);
        assertThat(header.source()).isEqualTo(-2);
        assertThat(header.truncatedNumber()).isEqualTo(0xFFFF_FFFFL);
        assertThat(header.token()).isEqualTo(ByteBuffer.wrap(token));
    }

    @Test
    void aRetryHeaderComesBackWithItsToken() {
        byte[] token = new byte[PacketHeader.MAX_TOKEN];
        PacketHeader.writeRetry(out, 1, 2, token);
        assertThat(header.read(out.flip())).isTrue();
        assertThat(header.type()).isEqualTo(PacketType.RETRY);
        assertThat(header.token()).isEqualTo(ByteBuffer.wrap(token));
    }

    @Test
    void aVersionNegotiationListsAGreaseVersionToo() {
        PacketHeader.writeVersionNegotiation(out, 1, 2, PacketHeader.GREASE_VERSION);
        assertThat(header.read(out.flip())).isTrue();
        assertThat(header.type()).isEqualTo(PacketType.VERSION_NEGOTIATION);
        assertThat(out.getInt()).isEqualTo(PacketHeader.VERSION_2);
        assertThat(out.getInt() & PacketHeader.GREASE_MASK).isEqualTo(PacketHeader.GREASE_VERSION);
    }

    @Test
    void theIdsOfAForeignVersionAreStillRead() {
        out.put((byte) 0x80).putInt(0x7a8a9aaa).putLong(5).putLong(6).flip();
        assertThat(header.read(out)).isTrue();
        assertThat(header.version()).isEqualTo(0x7a8a9aaa);
        assertThat(header.destination()).isEqualTo(5);
        assertThat(header.source()).isEqualTo(6);
    }

    @Test
    void aHeaderCutAtAnyByteIsNone() {
        PacketHeader.writeInitial(out, 1, 2, new byte[]{9}, 3);
        byte[] initial = written();
        out.clear();
        PacketHeader.writeData(out, 1, 3);
        for (byte[] whole : new byte[][]{initial, written()}) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(header.read(ByteBuffer.wrap(Arrays.copyOf(whole, length)))).isFalse();
            }
        }
    }

    @Test
    void aTokenLongerThanAllowedOrThanThePacketIsRefused() {
        PacketHeader.writeInitial(out, 1, 2, new byte[PacketHeader.MAX_TOKEN + 1], 3);
        assertThat(header.read(out.flip())).isFalse();
        out.clear();
        PacketHeader.writeInitial(out, 1, 2, new byte[0], 3);
        out.put(PacketHeader.LONG_HEADER_SIZE, (byte) 30);
        assertThat(header.read(out.flip())).isFalse();
    }

    @Test
    void unsetFixedBitAndUnknownTypesAreRefused() {
        PacketHeader.writeData(out, 1, 3);
        out.put(0, (byte) 0);
        assertThat(header.read(out.flip())).isFalse();
        out.clear();
        for (int flags : new int[]{0x80, 0xD0, 0xF0}) {
            PacketHeader.writeInitial(out, 1, 2, new byte[0], 3);
            out.put(0, (byte) flags);
            assertThat(header.read(out.flip())).isFalse();
            out.clear();
        }
    }

    @Test
    void randomBytesNeverThrow() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            if (bytes.length > 4 && random.nextBoolean()) {
                ByteBuffer.wrap(bytes).putInt(1, PacketHeader.VERSION_2);
            }
            header.read(ByteBuffer.wrap(bytes));
        }
    }

    @Test
    void anyNumberNearTheExpectedOneIsExpanded() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 100_000; i++) {
            long largest = random.nextLong(-1, 1L << random.nextInt(2, 61));
            long number = Math.max(0, largest + 1 + random.nextLong(-(1L << 31) + 1, 1L << 31));
            assertThat(PacketHeader.expandNumber(largest, number & 0xFFFF_FFFFL)).isEqualTo(number);
        }
    }
}
