package io.sluice.crsp.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Crc32cProtectionTest {
    private final Crc32cProtection protection = new Crc32cProtection();

    private ByteBuffer sealed(byte[] content) {
        ByteBuffer packet = ByteBuffer.allocate(content.length + Crc32cProtection.SIZE);
        packet.put(content).flip();
        protection.seal(packet);
        return packet;
    }

    @Test
    void givesTheKnownAnswerBigEndian() {
        ByteBuffer packet = sealed("123456789".getBytes(US_ASCII));
        assertThat(packet.limit()).isEqualTo(13);
        assertThat(packet.getInt(9)).isEqualTo(0xE3069283);
    }

    @Test
    void opensWhatItSealedAndKeepsThePosition() {
        ByteBuffer packet = sealed("0123456789abcdef".getBytes(US_ASCII));
        packet.position(13);
        assertThat(protection.isIntact(packet)).isTrue();
        assertThat(packet.limit()).isEqualTo(20);
        assertThat(protection.open(packet)).isTrue();
        assertThat(packet.position()).isEqualTo(13);
        assertThat(packet.limit()).isEqualTo(16);
    }

    @Test
    void anyFlippedBitIsFound() {
        byte[] content = new byte[100];
        new SplittableRandom(1).nextBytes(content);
        byte[] packet = new byte[content.length + Crc32cProtection.SIZE];
        sealed(content).get(packet);
        for (int bit = 0; bit < packet.length * 8; bit++) {
            byte[] copy = packet.clone();
            copy[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(protection.open(ByteBuffer.wrap(copy))).isFalse();
        }
    }

    @Test
    void aPacketTooShortForItsChecksumIsNotIntact() {
        ByteBuffer packet = sealed(new byte[20]);
        packet.position(21);
        assertThat(protection.open(packet)).isFalse();
        assertThat(protection.open(ByteBuffer.wrap(new byte[3]))).isFalse();
    }
}
