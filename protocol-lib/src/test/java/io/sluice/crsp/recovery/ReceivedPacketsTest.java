package io.sluice.crsp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.wire.FrameReader;
import io.sluice.crsp.wire.RecordingFrames;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReceivedPacketsTest {
    private static final long MILLI = 1_000_000L;
    private static final long MAX_ACK_DELAY = 10 * MILLI;

    private final ReceivedPackets received = new ReceivedPackets();

    private void receive(long now, long number) {
        received.onReceived(now, number, true, MAX_ACK_DELAY, 2);
    }

    private String ack(long now) {
        ByteBuffer out = ByteBuffer.allocate(1200);
        received.writeAck(now, out);
        RecordingFrames frames = new RecordingFrames();
        FrameReader.read(out.flip(), frames);
        return frames.frames.getFirst();
    }

    @Test
    void aLonePacketIsAcknowledgedAfterTheDelay() {
        receive(0, 0);
        assertThat(received.isAckDue(0)).isFalse();
        assertThat(received.ackDeadline()).isEqualTo(MAX_ACK_DELAY);
        assertThat(received.isAckDue(MAX_ACK_DELAY)).isTrue();
        assertThat(ack(4 * MILLI)).isEqualTo("ACK(largest=0, delay=4000, ranges=[0..0])");
        assertThat(received.hasUnacknowledged()).isFalse();
        assertThat(received.ackDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theSecondPacketAndAGapAreAcknowledgedAtOnce() {
        receive(0, 0);
        receive(0, 1);
        assertThat(received.isAckDue(0)).isTrue();
        ack(0);
        receive(0, 3);
        assertThat(received.isAckDue(0)).isTrue();
        assertThat(ack(0)).isEqualTo("ACK(largest=3, delay=0, ranges=[3..3 0..1])");
    }

    @Test
    void whatElicitsNothingIsNotedButNotAcknowledgedAlone() {
        received.onReceived(0, 5, false, MAX_ACK_DELAY, 2);
        assertThat(received.hasUnacknowledged()).isFalse();
        assertThat(received.isAckDue(Long.MAX_VALUE / 2)).isFalse();
        assertThat(received.isDuplicate(5)).isTrue();
    }

    @Test
    void noPacketIsTakenTwiceInWhateverOrder() {
        SplittableRandom random = new SplittableRandom(1);
        Set<Long> taken = new HashSet<>();
        long highest = 0;
        for (int i = 0; i < 200_000; i++) {
            long number = Math.max(0, highest + random.nextLong(-2000, 50));
            if (!received.isDuplicate(number)) {
                assertThat(taken.add(number)).as("packet %d", number).isTrue();
                receive(i, number);
            }
            if (random.nextInt(50) == 0) {
                received.onAckAcknowledged(highest - random.nextLong(3000));
            }
            highest = Math.max(highest, number);
            assertThat(received.largest()).isEqualTo(highest);
        }
    }

    @Test
    void rangesAreBoundedAndTheFrameIsSmall() {
        for (long number = 0; number < 10_000; number += 2) {
            receive(0, number);
        }
        ByteBuffer out = ByteBuffer.allocate(1200);
        assertThat(received.writeAck(0, out)).isEqualTo(9998);
        assertThat(out.position()).isLessThan(600);
        // What is older than the ranges kept counts as received: dropped, never processed twice.
        assertThat(received.isDuplicate(1)).isTrue();
        assertThat(received.isDuplicate(9999 - 2L * ReceivedPackets.MAX_RANGES - 2)).isTrue();
        assertThat(received.isDuplicate(9997)).isFalse();
    }

    @Test
    void noRoomNoFrame() {
        receive(0, 0);
        assertThat(received.writeAck(0, ByteBuffer.allocate(39))).isEqualTo(-1);
        assertThat(received.hasUnacknowledged()).isTrue();
    }

    @Test
    void acknowledgedAcknowledgementsAreNotRepeated() {
        receive(0, 0);
        receive(0, 2);
        receive(0, 4);
        received.onAckAcknowledged(2);
        assertThat(ack(0)).isEqualTo("ACK(largest=4, delay=0, ranges=[4..4])");
        assertThat(received.isDuplicate(1)).isTrue();
        assertThat(received.isDuplicate(3)).isFalse();
    }
}
