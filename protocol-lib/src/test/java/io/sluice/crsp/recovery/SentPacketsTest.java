package io.sluice.crsp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The memory that a peer costs which leaves packets without acknowledgement. */
class SentPacketsTest {
    private static final int MANY = 10_000;

    private static void send(SentPackets packets, boolean eliciting) {
        packets.begin().sent(0, 50, eliciting);
        if (eliciting) {
            packets.commit();
        } else {
            packets.commitUnacknowledged();
        }
    }

    @Test
    void acknowledgementsBehindAnOpenPacketCostNextToNothing() {
        SentPackets packets = new SentPackets();
        send(packets, true);
        for (int i = 0; i < MANY; i++) {
            send(packets, false);
            packets.prune(Long.MAX_VALUE);
        }
        assertThat(packets.memory()).isLessThan(2048 * 160 + 16 * MANY);
        assertThat(packets.get(0)).isNotNull();
        assertThat(packets.get(MANY)).isNull();
    }

    @Test
    void theAcknowledgementOfTheOpenPacketFreesAll() {
        SentPackets packets = new SentPackets();
        send(packets, true);
        SentPacket first = packets.get(0);
        for (int i = 0; i < MANY; i++) {
            send(packets, false);
        }
        assertThat(first).isNotNull();
        first.fate(SentPacket.Fate.DONE);
        packets.prune(Long.MAX_VALUE);
        packets.releaseIfEmpty();
        assertThat(packets.memory()).isZero();
        assertThat(packets.nextNumber()).isEqualTo(MANY + 1);
    }

    @Test
    void numbersWithoutEndAreFull() {
        SentPackets packets = new SentPackets();
        send(packets, true);
        while (!packets.isFull()) {
            send(packets, false);
        }
        assertThat(packets.nextNumber()).isEqualTo(SentPackets.MAX_NUMBERS);
        assertThat(packets.memory()).isLessThan(4 << 20);
    }
}
