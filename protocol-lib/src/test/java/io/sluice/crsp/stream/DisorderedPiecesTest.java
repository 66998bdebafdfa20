package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Pieces of a stream in an order, or of a size, that nobody wants to send. */
class DisorderedPiecesTest {
    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    @Test
    void anEndMarkAloneMayComeAheadOfTheBytesBeforeIt() {
        ReceiveSide side = new ReceiveSide(65_536);
        assertThat(side.receive(100, bytes(0), true)).isZero();
        assertThat(side.isWhole()).isFalse();
        assertThat(side.receive(0, bytes(100), false)).isEqualTo(100);
        assertThat(side.isWhole()).isTrue();
    }

    @Test
    void anEmptyPieceAheadOfOthersChangesNothing() {
        ReceiveSide side = new ReceiveSide(65_536);
        assertThat(side.receive(10, bytes(10), false)).isEqualTo(20);
        assertThat(side.receive(50, bytes(0), false)).isZero();
        assertThat(side.receive(0, bytes(10), false)).isZero();
        assertThat(side.available()).isEqualTo(20);
    }

    @Test
    void aStreamInMorePiecesThanLossesExplainIsRefused() {
        ReceiveSide side = new ReceiveSide(1 << 20);
        assertThatExceptionOfType(TransportException.class)
                .isThrownBy(() -> {
                    for (int offset = 1; offset < 1 << 20; offset += 2) {
                        side.receive(offset, bytes(1), false);
                    }
                })
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION));
        assertThat(side.memory()).isLessThan(1 << 21);
    }

    @Test
    void everySecondPacketOfAWindowMayBeMissing() {
        ReceiveSide side = new ReceiveSide(4 << 20);
        for (int offset = 1000; offset + 1000 < 4 << 20; offset += 2000) {
            side.receive(offset, bytes(1000), false);
        }
        assertThat(side.available()).isZero();
    }

    @Test
    void aMessageLongerThanTheCreditLeftIsReadNevertheless() {
        ReceiveSide side = new ReceiveSide(1024);
        MessageReader reader = new MessageReader(side, 2000, 0);
        // 400 bytes are consumed, too few for new credit; 1000 do not fit into what is left.
        side.receive(0, ByteBuffer.allocate(402).putShort(0, (short) (0x4000 | 400)), false);
        assertThat(reader.poll()).hasSize(400);
        assertThat(side.creditToAnnounce()).isNegative();
        side.receive(402, ByteBuffer.allocate(622).putShort(0, (short) (0x4000 | 1000)), false);
        assertThat(reader.poll()).isNull();
        assertThat(side.creditToAnnounce()).as("credit for the rest").isPositive();
    }
}
