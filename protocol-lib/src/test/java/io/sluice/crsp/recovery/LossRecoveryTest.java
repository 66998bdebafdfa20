package io.sluice.crsp.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.congestion.Cubic;
import io.sluice.crsp.congestion.Pacer;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossRecoveryTest {
    private static final long MILLI = 1_000_000L;
    private static final int SIZE = 1200;

    private final List<Long> acknowledged = new ArrayList<>();
    private final List<Long> lost = new ArrayList<>();
    private final PacketSpace space = new PacketSpace();
    private final RttEstimator rtt = new RttEstimator(100 * MILLI);
    private final Cubic congestion = new Cubic(SIZE);
    private final LossRecovery recovery = new LossRecovery(
            rtt, congestion, new Pacer(10L * SIZE), 1000 * MILLI, new FrameFates() {
                @Override
                public void onFrameAcknowledged(SentPacket packet, int index) {
                    acknowledged.add(packet.number());
                }

                @Override
                public void onFrameLost(SentPacket packet, int index) {
                    lost.add(packet.number());
                }
            });

    private void send(long now) {
        SentPacket packet = space.sent().begin();
        packet.addFrame(FrameKind.STREAM, 0, packet.number(), 1);
        recovery.onSent(now, space, packet, SIZE, true);
    }

    private void ack(long now, long first, long last) {
        recovery.beginAck(now, space, last, 0);
        recovery.ackRange(now, space, first, last);
        recovery.endAck(now, space);
    }

    /** Ten packets at time 0, and a round trip of 100 ms known from the first of them. */
    private void tenSentOneAcknowledged() {
        for (int i = 0; i < 10; i++) {
            send(0);
        }
        ack(100 * MILLI, 0, 0);
    }

    @Test
    void anAcknowledgementFreesTheWindowAndGivesARoundTrip() {
        send(0);
        assertThat(recovery.bytesInFlight()).isEqualTo(SIZE);
        ack(40 * MILLI, 0, 0);
        assertThat(recovery.bytesInFlight()).isZero();
        assertThat(rtt.latest()).isEqualTo(40 * MILLI);
        assertThat(acknowledged).containsExactly(0L);
        assertThat(recovery.deadline(space)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void onALossyPathTheTailIsSentTwice() {
        tenSentOneAcknowledged();
        assertThat(recovery.repeatTail(space)).as("nothing was lost yet").isFalse();
        ack(101 * MILLI, 4, 4);
        lost.clear();
        List<Long> repeated = new ArrayList<>();
        while (recovery.repeatTail(space)) {
            repeated.addAll(lost);
            lost.clear();
            SentPacket copy = space.sent().begin();
            copy.markRepeated();
            copy.addFrame(FrameKind.STREAM, 0, copy.number(), 1);
            recovery.onSent(101 * MILLI, space, copy, SIZE, true);
        }
        assertThat(repeated).doesNotHaveDuplicates().allMatch(number -> number >= 2 && number < 10);
        assertThat(repeated).hasSizeBetween(2, 8);
        assertThat(recovery.packetsLost()).isEqualTo(1);
    }

    @Test
    void aLoneMessageIsNotRepeated() {
        tenSentOneAcknowledged();
        ack(101 * MILLI, 4, 4);
        ack(102 * MILLI, 2, 9);
        send(103 * MILLI);
        assertThat(recovery.repeatTail(space)).isFalse();
    }

    @Test
    void aPacketThreeBehindIsLost() {
        tenSentOneAcknowledged();
        ack(101 * MILLI, 4, 4);
        assertThat(lost).containsExactly(1L);
        assertThat(recovery.packetsLost()).isEqualTo(1);
    }

    @Test
    void aPacketOneBehindIsLostOnlyWhenItsTimeIsUp() {
        for (int i = 0; i < 2; i++) {
            send(0);
        }
        ack(80 * MILLI, 1, 1);
        assertThat(lost).isEmpty();
        long due = 80 * MILLI / 8 * 9;
        assertThat(recovery.deadline(space)).isEqualTo(due);
        recovery.onTimeout(due - 1, space);
        assertThat(lost).isEmpty();
        recovery.onTimeout(due, space);
        assertThat(lost).containsExactly(0L);
    }

    @Test
    void probesBackOffUpToTheirLimit() {
        send(0);
        ack(50 * MILLI, 0, 0);
        send(50 * MILLI);
        long interval = recovery.probeInterval();
        assertThat(interval).isEqualTo(150 * MILLI);
        long now = 50 * MILLI;
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long deadline = recovery.deadline(space);
            waits.add((deadline - now) / MILLI);
            now = deadline;
            recovery.onTimeout(now, space);
            assertThat(space.probesPending()).isEqualTo(2);
            send(now);
        }
        assertThat(waits).containsExactly(150L, 150L, 300L, 600L, 1000L, 1000L);
        assertThat(recovery.probeTimeouts()).isEqualTo(6);
        // An answer ends the back-off.
        ack(now + 50 * MILLI, 7, 7);
        send(now + 50 * MILLI);
        assertThat(recovery.probeInterval()).isLessThan(300 * MILLI);
        assertThat(recovery.deadline(space)).isEqualTo(now + 50 * MILLI + recovery.probeInterval());
    }

    @Test
    void aProbeCarriesTheOldestPacketsAgainWithoutCallingThemLost() {
        for (int i = 0; i < 5; i++) {
            send(0);
        }
        recovery.onTimeout(recovery.deadline(space), space);
        assertThat(lost).containsExactly(0L, 1L);
        assertThat(recovery.packetsLost()).isZero();
        assertThat(recovery.bytesInFlight()).isEqualTo(5 * SIZE);
    }

    @Test
    void aLossThatWasNoneWidensThePacketThreshold() {
        tenSentOneAcknowledged();
        ack(101 * MILLI, 6, 6);
        assertThat(lost).containsExactly(1L, 2L, 3L);
        ack(102 * MILLI, 1, 1);
        assertThat(recovery.packetsSpuriouslyLost()).isEqualTo(1);
        lost.clear();
        for (int i = 10; i < 20; i++) {
            send(103 * MILLI);
        }
        // Packet 1 came five behind the largest: so far behind no packet counts as lost any more.
        ack(104 * MILLI, 15, 15);
        assertThat(lost).containsExactly(4L, 5L, 7L, 8L, 9L);
        ack(104 * MILLI, 4, 9);
        lost.clear();
        ack(105 * MILLI, 19, 19);
        assertThat(lost).isEmpty();
    }

    @Test
    void whenAllLossesOfAnEventWereNoneTheWindowIsGivenBack() {
        long before = congestion.window();
        tenSentOneAcknowledged();
        before = Math.max(before, congestion.window());
        ack(101 * MILLI, 6, 6);
        assertThat(congestion.window()).isLessThan(before);
        ack(102 * MILLI, 1, 3);
        assertThat(congestion.window()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentIsAViolation() {
        send(0);
        assertThatThrownBy(() -> recovery.beginAck(1, space, 1, 0))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROTOCOL_VIOLATION));
    }

    @Test
    void theSameAcknowledgementTwiceChangesNothing() {
        tenSentOneAcknowledged();
        long window = congestion.window();
        ack(500 * MILLI, 0, 0);
        assertThat(acknowledged).containsExactly(0L);
        assertThat(rtt.latest()).isEqualTo(100 * MILLI);
        assertThat(congestion.window()).isEqualTo(window);
    }

    @Test
    void whoOnlyAcknowledgesKeepsNoRecords() {
        for (int i = 0; i < 10_000; i++) {
            SentPacket packet = space.sent().begin();
            recovery.onSent(i * MILLI, space, packet, 40, false);
        }
        assertThat(space.sent().nextNumber() - space.sent().base()).isLessThan(10);
        assertThat(recovery.bytesInFlight()).isZero();
        assertThat(recovery.deadline(space)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aGivenUpSpaceLeavesNothingInFlight() {
        tenSentOneAcknowledged();
        recovery.discard(space);
        assertThat(recovery.bytesInFlight()).isZero();
        assertThat(space.hasInFlight()).isFalse();
        assertThat(recovery.deadline(space)).isEqualTo(Long.MAX_VALUE);
        assertThat(lost).isEmpty();
    }

    @Test
    void lossOverManyProbeTimeoutsCollapsesTheWindow() {
        send(0);
        ack(50 * MILLI, 0, 0);
        for (int i = 0; i < 10; i++) {
            send((100 + i * 200L) * MILLI);
        }
        send(2200 * MILLI);
        ack(2250 * MILLI, 11, 11);
        assertThat(lost).hasSize(10);
        assertThat(congestion.window()).isEqualTo(4L * SIZE);
    }
}
