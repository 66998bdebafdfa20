package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.crsp.wire.VarInt;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come into and go out of the caller's own buffers. */
class MessageBufferTest {
    private final ReceiveSide source = new ReceiveSide(100_000);
    private final MessageReader reader = new MessageReader(source, 100_000, 1024);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 64, 1024, 1025, 16_383, 16_384, 70_000})
    void aMessageIsReadIntoABuffer(int size) {
        SendSide sender = new SendSide(100_000);
        sender.writeVarInt(size);
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) 5);
        sender.write(message, 0, size);
        assertThat(sender.end()).isEqualTo(VarInt.size(size) + size);
        ByteBuffer bytes = ByteBuffer.allocate((int) sender.end());
        sender.send(0, bytes.capacity(), false, bytes);
        source.receive(0, bytes.flip(), false);
        ByteBuffer target = ByteBuffer.allocate(100_000);
        assertThat(reader.poll(target)).isEqualTo(size);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(message));
        assertThat(reader.poll(target.clear())).isEqualTo(-1);
    }

    @Test
    void aMessageThatDoesNotFitIsStillTheNextOne() {
        source.receive(0, ByteBuffer.wrap(new byte[]{3, 'a', 'b', 'c'}), false);
        assertThatExceptionOfType(BufferOverflowException.class).isThrownBy(
                () -> reader.poll(ByteBuffer.allocate(2)));
        assertThat(reader.poll()).containsExactly('a', 'b', 'c');
    }
}
