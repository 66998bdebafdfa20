package io.sluice.crsp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPackets;
import org.junit.jupiter.api.Test;

class PathMtuTest {
    private static final long ROUND_TRIP = 100_000_000L;

    private final PathMtu mtu = new PathMtu(1200, 1452);
    private final SentPackets sent = new SentPackets();
    private long now;

    private SentPacket packet(int size, boolean probe) {
        SentPacket packet = sent.begin();
        if (probe) {
            packet.markMtuProbe();
        }
        packet.sent(now, size, true);
        sent.commit();
        return packet;
    }

    private boolean arrives(int size) {
        return mtu.onAcknowledged(now, packet(size, false), ROUND_TRIP);
    }

    private boolean vanishes(int size) {
        return mtu.onLost(now, packet(size, false), ROUND_TRIP);
    }

    private void begin() {
        for (int i = 0; i < 4; i++) {
            mtu.onSent(mtu.current());
        }
    }

    /** Answers every probe as a path of this size does, until no more are due; returns how many there were. */
    private int search(int pathSize) {
        int probes = 0;
        for (int size = mtu.probeDue(now); size != 0; size = mtu.probeDue(now)) {
            probes++;
            mtu.onProbeSent();
            assertThat(mtu.probeDue(now)).as("one probe at a time").isZero();
            SentPacket probe = packet(size, true);
            if (size <= pathSize) {
                assertThat(mtu.onAcknowledged(now, probe, ROUND_TRIP)).isTrue();
            } else {
                assertThat(mtu.onLost(now, probe, ROUND_TRIP)).isFalse();
            }
        }
        return probes;
    }

    @Test
    void nothingIsTriedBeforeItIsWorthwhile() {
        assertThat(mtu.probeDue(now)).isZero();
        for (int i = 0; i < 100; i++) {
            mtu.onSent(500);
        }
        assertThat(mtu.probeDue(now)).isZero();
        begin();
        assertThat(mtu.probeDue(now)).isEqualTo(1452);
    }

    @Test
    void onMostPathsOneProbeIsEnough() {
        begin();
        assertThat(search(1452)).isEqualTo(1);
        assertThat(mtu.current()).isEqualTo(1452);
    }

    @Test
    void onOthersTheSearchHalvesWhatIsLeft() {
        for (int pathSize = 1200; pathSize <= 1460; pathSize++) {
            mtu.restart(sent.nextNumber());
            begin();
            assertThat(search(pathSize)).isLessThan(20);
            assertThat(mtu.current()).isBetween(Math.min(1452, pathSize) - 20, pathSize);
        }
    }

    @Test
    void aLostProbeIsRepeatedBeforeItsSizeIsGivenUp() {
        begin();
        for (int i = 0; i < 2; i++) {
            mtu.onProbeSent();
            mtu.onLost(now, packet(mtu.probeDue(now), true), ROUND_TRIP);
            assertThat(mtu.probeDue(now)).isEqualTo(1452);
        }
        search(1452);
        assertThat(mtu.current()).isEqualTo(1452);
    }

    @Test
    void aLargerSizeIsTriedAgainWhenTheRaiseTimerIsOver() {
        begin();
        search(1300);
        now += PathMtu.RAISE_INTERVAL - 1;
        assertThat(mtu.probeDue(now)).isZero();
        now++;
        assertThat(mtu.probeDue(now)).isEqualTo(1452);
        search(1452);
        assertThat(mtu.current()).isEqualTo(1452);
    }

    @Test
    void thePeersLimitHolds() {
        mtu.limit(1400);
        begin();
        search(9000);
        assertThat(mtu.current()).isEqualTo(1400);
        mtu.limit(1200);
        assertThat(mtu.probeDue(now + 10 * PathMtu.RAISE_INTERVAL)).isZero();
    }

    @Test
    void whenOnlyLargeOnesVanishTheBaseIsTakenAgain() {
        begin();
        search(1452);
        for (int i = 0; i < 5; i++) {
            assertThat(vanishes(1452)).isFalse();
            now += ROUND_TRIP;
            assertThat(arrives(1200)).isFalse();
        }
        assertThat(vanishes(1452)).isTrue();
        assertThat(mtu.current()).isEqualTo(1200);
        begin();
        assertThat(mtu.probeDue(now)).as("not before the raise timer").isZero();
        assertThat(mtu.probeDue(now + PathMtu.RAISE_INTERVAL)).isEqualTo(1452);
    }

    @Test
    void aCutIsNoBlackHole() {
        begin();
        search(1452);
        for (int i = 0; i < 1000; i++) {
            assertThat(vanishes(1452)).isFalse();
            now += ROUND_TRIP;
        }
        assertThat(mtu.current()).isEqualTo(1452);
    }

    @Test
    void norIsABurstOfLosses() {
        begin();
        search(1452);
        for (int i = 0; i < 1000; i++) {
            assertThat(vanishes(1452)).isFalse();
            assertThat(arrives(44)).isFalse();
        }
        now += 10 * ROUND_TRIP;
        arrives(1452);
        assertThat(vanishes(1452)).isFalse();
        assertThat(mtu.current()).isEqualTo(1452);
    }

    @Test
    void anotherPathBeginsAtTheBase() {
        begin();
        search(1452);
        SentPacket old = packet(1452, true);
        mtu.restart(sent.nextNumber());
        assertThat(mtu.current()).isEqualTo(1200);
        assertThat(mtu.onAcknowledged(now, old, ROUND_TRIP)).isFalse();
        assertThat(mtu.current()).isEqualTo(1200);
        begin();
        search(1452);
        assertThat(mtu.current()).isEqualTo(1452);
    }
}
