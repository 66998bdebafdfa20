package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The specification's vectors of messages in a stream. */
class StreamVectorsTest {
    private static final StreamLimits LIMITS = new StreamLimits(65_536, 65_536, 65_536, 1024, 65_536, 65_536);

    private static final StreamOwner NOBODY = new StreamOwner() {
        @Override
        public void onStreamPending(Stream stream) {}

        @Override
        public void onBuffered(int bytes) {}

        @Override
        public void onStreamDeadline(Stream stream) {}

        @Override
        public long sendBuffer(long credit) {
            return 65_536;
        }

        @Override
        public void onStreamConsumed(Stream stream, long bytes) {}
    };

    static List<Vector> streams() {
        return SpecificationVectors.of("stream");
    }

    private static List<byte[]> messages(Vector vector) {
        return Notation.list("[" + vector.meaning() + "]", ", ").stream().map(SpecificationVectors::bytes).toList();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void messagesAreFramed(Vector vector) {
        Stream stream = new Stream(0, NOBODY, LIMITS);
        messages(vector).forEach(message -> assertThat(stream.offer(message)).isTrue());
        ByteBuffer out = ByteBuffer.allocate(65_536);
        SendSide side = stream.sendSide();
        side.send(0, side.chunkLength(65_536, 65_536), false, out);
        byte[] bytes = new byte[out.flip().remaining()];
        out.get(bytes);
        assertThat(bytes).isEqualTo(vector.bytes());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void messagesAreFound(Vector vector) {
        Stream stream = new Stream(0, NOBODY, LIMITS);
        stream.receive(0, ByteBuffer.wrap(vector.bytes()), true);
        List<byte[]> found = new ArrayList<>();
        for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
            found.add(message);
        }
        assertThat(found).usingElementComparator(java.util.Arrays::compare)
                .containsExactlyElementsOf(messages(vector));
        assertThat(stream.isEnded()).isTrue();
    }
}
