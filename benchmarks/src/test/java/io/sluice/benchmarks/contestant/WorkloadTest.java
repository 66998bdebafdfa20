package io.sluice.benchmarks.contestant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A workload notices whatever a transport does wrong. */
class WorkloadTest {
    private final Flood sender = new Flood(64, true, 10);
    private final Flood receiver = new Flood(64, true, 10);

    private ByteBuffer next() {
        ByteBuffer message = ByteBuffer.allocate(64);
        sender.write(message);
        return message.flip();
    }

    @Test
    void aLostMessageIsNoticed() {
        assertThat(receiver.onMessage(next())).isFalse();
        next();
        ByteBuffer third = next();
        assertThatThrownBy(() -> receiver.onMessage(third)).hasMessage("message 2 arrived instead of 1");
    }

    @Test
    void aRepeatedMessageIsNoticed() {
        ByteBuffer first = next();
        receiver.onMessage(first.duplicate());
        assertThatThrownBy(() -> receiver.onMessage(first)).hasMessage("message 0 arrived instead of 1");
    }

    @Test
    void aChangedByteIsNoticed() {
        ByteBuffer message = next();
        message.put(40, (byte) ~message.get(40));
        assertThatThrownBy(() -> receiver.onMessage(message)).hasMessageContaining("with other bytes");
    }

    @Test
    void aShortMessageIsNoticed() {
        ByteBuffer message = next().limit(63);
        assertThatThrownBy(() -> receiver.onMessage(message)).hasMessage("a message of 63 bytes instead of 64");
    }

    @Test
    void whatIsUnreliableMayLoseMessages() {
        Flood careless = new Flood(64, false, 10);
        next();
        careless.onMessage(next());
        next();
        careless.onMessage(next());
        assertThat(careless.received()).isEqualTo(2);
    }

    @Test
    void aFloodEndsAtItsLimitOrWhenItIsStopped() {
        for (int i = 0; i < 10; i++) {
            assertThat(sender.isReady()).isTrue();
            next();
        }
        assertThat(sender.isReady()).isFalse();
        receiver.stop();
        assertThat(receiver.isReady()).isFalse();
    }

    @Test
    void onlyOnePingIsUnderWayAndTimesCountFromWhenTheyAreAskedFor() {
        PingPong pings = new PingPong(32);
        ByteBuffer message = ByteBuffer.allocate(32);
        pings.write(message);
        assertThat(pings.isReady()).isFalse();
        assertThat(pings.onMessage(message.flip())).isTrue();
        pings.onReply(message);
        assertThat(pings.timed()).isZero();

        pings.count();
        pings.write(message.clear());
        pings.onReply(message.flip());
        assertThat(pings.isReady()).isTrue();
        assertThat(pings.timed()).isEqualTo(1);
        assertThat(pings.percentile(0.999)).isPositive();
    }

    @Test
    void aStreamOfBytesIsCutIntoMessagesHoweverItIsCutItself() {
        for (int chunk = 1; chunk < 40; chunk++) {
            List<Integer> messages = new ArrayList<>();
            MessageSplitter splitter = new MessageSplitter(4, message -> {
                assertThat(message.remaining()).isEqualTo(4);
                messages.add(message.getInt());
            });
            ByteBuffer bytes = ByteBuffer.allocate(40);
            for (int i = 0; i < 10; i++) {
                bytes.putInt(i);
            }
            bytes.flip();
            while (bytes.hasRemaining()) {
                int length = Math.min(chunk, bytes.remaining());
                splitter.feed(bytes.slice(bytes.position(), length));
                bytes.position(bytes.position() + length);
            }
            assertThat(messages).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        }
    }
}
