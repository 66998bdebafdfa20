package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private static final int WINDOW = 8192;
    private static final int LARGEST = 50_000;

    private final ReceiveSide source = new ReceiveSide(WINDOW);
    private final MessageReader reader = new MessageReader(source, LARGEST, 1024);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyMessagesInAnyPiecesComeBack(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> sent = new ArrayList<>();
        ByteBuffer all = ByteBuffer.allocate(2_000_000);
        for (int i = 0; i < 100; i++) {
            byte[] message = new byte[random.nextInt(1 << random.nextInt(1, 15))];
            random.nextBytes(message);
            sent.add(message);
            VarInt.write(all, message.length);
            all.put(message);
        }
        all.flip();
        List<byte[]> received = new ArrayList<>();
        long offset = 0;
        long limit = WINDOW;
        while (all.hasRemaining()) {
            int length = (int) Math.min(Math.min(all.remaining(), limit - offset), random.nextInt(1, 3000));
            source.receive(offset, all.slice(all.position(), length), false);
            all.position(all.position() + length);
            offset += length;
            for (byte[] message = reader.poll(); message != null; message = reader.poll()) {
                received.add(message);
            }
            if (source.creditToAnnounce() >= 0) {
                limit = source.announce(0, 1);
            }
        }
        assertThat(received).usingElementComparator(java.util.Arrays::compare).containsExactlyElementsOf(sent);
        assertThat(reader.isInsideMessage()).isFalse();
    }

    @Test
    void anEmptyMessageIsAMessage() {
        source.receive(0, ByteBuffer.wrap(new byte[]{0}), false);
        assertThat(reader.poll()).isEmpty();
        assertThat(reader.poll()).isNull();
    }

    @Test
    void aLengthInTwoPiecesIsWaitedFor() {
        source.receive(0, ByteBuffer.wrap(new byte[]{0x40}), false);
        assertThat(reader.poll()).isNull();
        assertThat(reader.isInsideMessage()).isTrue();
        source.receive(1, ByteBuffer.wrap(new byte[]{1, 'x'}), false);
        assertThat(reader.poll()).containsExactly('x');
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedBeforeItComes() {
        ByteBuffer length = ByteBuffer.allocate(8);
        VarInt.write(length, LARGEST + 1);
        source.receive(0, length.flip(), false);
        assertThatThrownBy(reader::poll)
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
    }

    @Test
    void halfALargeMessageGivesItsCreditBack() {
        ByteBuffer begin = ByteBuffer.allocate(WINDOW);
        VarInt.write(begin, LARGEST);
        source.receive(0, begin.clear(), false);
        assertThat(reader.poll()).isNull();
        assertThat(source.available()).isZero();
        assertThat(source.creditToAnnounce()).isEqualTo(2L * WINDOW);
    }
}
