package io.sluice.crsp.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sending and the receiving half of a stream, and whatever lies between them. */
class StreamSidesTest {
    private static final int WINDOW = 4096;

    private record Chunk(long offset, byte[] data, boolean fin) {}

    /** However it is cut, lost, repeated, overlapped and put out of order: the same bytes, once. */
    @ParameterizedTest(name = "loss {0}, seed {1}")
    @CsvSource({"0.0,1", "0.1,2", "0.1,3", "0.5,4", "0.5,5", "0.8,6", "0.8,7", "0.8,8"})
    void theSameBytesArriveOnce(double loss, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sent = new byte[100_000];
        random.nextBytes(sent);
        SendSide send = new SendSide(WINDOW);
        ReceiveSide receive = new ReceiveSide(WINDOW);
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        List<Chunk> onTheWay = new ArrayList<>();
        List<Chunk> old = new ArrayList<>();
        int written = 0;
        while (!send.isComplete()) {
            written = write(random, send, sent, written);
            while (send.isSendable(Long.MAX_VALUE / 2) && onTheWay.size() < 20) {
                onTheWay.add(take(random, send));
            }
            Chunk chunk = onTheWay.isEmpty() ? null : onTheWay.remove(random.nextInt(onTheWay.size()));
            if (chunk != null && random.nextDouble() < loss) {
                send.onLost(chunk.offset(), chunk.data().length, chunk.fin());
            } else if (chunk != null) {
                receive.receive(chunk.offset(), ByteBuffer.wrap(chunk.data()), chunk.fin());
                old.add(chunk);
                // The acknowledgement may be lost too: then the bytes go again, perhaps cut otherwise.
                if (random.nextDouble() < loss) {
                    send.onLost(chunk.offset(), chunk.data().length, chunk.fin());
                }
                send.onAcknowledged(chunk.offset(), chunk.data().length, chunk.fin());
            }
            if (!old.isEmpty() && random.nextInt(4) == 0) {
                Chunk again = old.get(random.nextInt(old.size()));
                assertThat(receive.receive(again.offset(), ByteBuffer.wrap(again.data()), again.fin())).isZero();
            }
            read(random, receive, arrived);
            if (receive.creditToAnnounce() >= 0) {
                send.raiseLimit(receive.announce(0, 1));
            }
        }
        while (receive.available() > 0) {
            read(random, receive, arrived);
        }
        assertThat(arrived.toByteArray()).isEqualTo(sent);
        assertThat(receive.isFinished()).isTrue();
        assertThat(send.buffered()).isZero();
    }

    private static int write(SplittableRandom random, SendSide send, byte[] all, int written) {
        int length = Math.min(random.nextInt(300), all.length - written);
        if (send.buffered() < 2 * WINDOW && length > 0) {
            if (random.nextBoolean()) {
                send.lend(Arrays.copyOfRange(all, written, written + length));
            } else {
                send.write(all, written, length);
            }
            written += length;
        }
        if (written == all.length) {
            send.finish();
        }
        return written;
    }

    private static Chunk take(SplittableRandom random, SendSide send) {
        long offset = send.chunkOffset();
        int length = send.chunkLength(random.nextInt(1, 200), Long.MAX_VALUE / 2);
        boolean fin = send.endsWith(offset + length);
        ByteBuffer out = ByteBuffer.allocate(length);
        send.send(offset, length, fin, out);
        return new Chunk(offset, out.array(), fin);
    }

    private static void read(SplittableRandom random, ReceiveSide receive, ByteArrayOutputStream to) {
        int length = (int) Math.min(receive.available(), random.nextInt(500));
        byte[] bytes = new byte[length];
        receive.read(bytes, 0, length);
        to.writeBytes(bytes);
    }

    private static void assertCode(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void bytesBeyondTheCreditAreAViolation() {
        ReceiveSide receive = new ReceiveSide(100);
        receive.receive(0, ByteBuffer.allocate(100), false);
        assertCode(ErrorCode.FLOW_CONTROL_ERROR, () -> receive.receive(100, ByteBuffer.allocate(1), false));
        assertCode(ErrorCode.FLOW_CONTROL_ERROR, () -> receive.resetAt(101));
    }

    @Test
    void aMovedEndIsAViolation() {
        ReceiveSide receive = new ReceiveSide(100);
        receive.receive(10, ByteBuffer.allocate(10), true);
        assertCode(ErrorCode.FINAL_SIZE_ERROR, () -> receive.receive(0, ByteBuffer.allocate(21), false));
        assertCode(ErrorCode.FINAL_SIZE_ERROR, () -> receive.receive(0, ByteBuffer.allocate(5), true));
        assertCode(ErrorCode.FINAL_SIZE_ERROR, () -> receive.resetAt(19));
        ReceiveSide beyond = new ReceiveSide(100);
        beyond.receive(10, ByteBuffer.allocate(10), false);
        assertCode(ErrorCode.FINAL_SIZE_ERROR, () -> beyond.receive(0, ByteBuffer.allocate(5), true));
    }

    @Test
    void creditIsAnnouncedOnceHalfTheWindowIsRead() {
        ReceiveSide receive = new ReceiveSide(100);
        receive.receive(0, ByteBuffer.allocate(100), false);
        receive.read(new byte[49], 0, 49);
        assertThat(receive.creditToAnnounce()).isEqualTo(-1);
        receive.read(new byte[1], 0, 1);
        assertThat(receive.creditToAnnounce()).isEqualTo(150);
        assertThat(receive.announce(0, 1)).isEqualTo(150);
        assertThat(receive.creditToAnnounce()).isEqualTo(-1);
    }

    @Test
    void newBytesWaitForBothCreditsAndLostOnesForNone() {
        SendSide send = new SendSide(10);
        send.write(new byte[30], 0, 30);
        assertThat(send.chunkLength(100, 100)).isEqualTo(10);
        assertThat(send.chunkLength(100, 4)).isEqualTo(4);
        assertThat(send.send(0, 10, false, ByteBuffer.allocate(10))).isEqualTo(10);
        assertThat(send.isSendable(100)).isFalse();
        send.onLost(2, 3, false);
        assertThat(send.isSendable(0)).isTrue();
        assertThat(send.chunkOffset()).isEqualTo(2);
        assertThat(send.chunkLength(100, 0)).isEqualTo(3);
        assertThat(send.send(2, 3, false, ByteBuffer.allocate(3))).isZero();
        assertThat(send.raiseLimit(9)).isFalse();
        assertThat(send.raiseLimit(20)).isTrue();
        assertThat(send.isSendable(0)).isFalse();
        assertThat(send.isSendable(1)).isTrue();
    }

    @Test
    void nothingOfADiscardedStreamIsSentAgain() {
        SendSide send = new SendSide(100);
        send.write(new byte[30], 0, 30);
        send.send(0, 20, false, ByteBuffer.allocate(20));
        send.discard();
        send.onLost(0, 20, false);
        assertThat(send.isSendable(100)).isFalse();
        assertThat(send.highestSent()).isEqualTo(20);
        assertThat(send.buffered()).isZero();
    }
}
