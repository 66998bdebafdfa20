package io.sluice.crsp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EcnTest {
    private final Ecn ecn = new Ecn(true);

    private void send(int packets) {
        for (int i = 0; i < packets; i++) {
            ecn.onSent();
        }
    }

    private long ack(int newly, long ect0, long congested) {
        ecn.beginAck();
        for (int i = 0; i < newly; i++) {
            ecn.onAcknowledged();
        }
        ecn.onCounts(ect0, 0, congested);
        return ecn.endAck(true);
    }

    private void assertFailed() {
        assertThat(ecn.codepoint()).isEqualTo(Ecn.NOT_CAPABLE);
        assertThat(ecn.isCapable()).isFalse();
        assertThat(ack(1, 100, 100)).isZero();
    }

    @Test
    void tenPacketsAreMarkedUntilAnAnswerComes() {
        send(9);
        assertThat(ecn.codepoint()).isEqualTo(Ecn.ECT_0);
        send(1);
        assertThat(ecn.codepoint()).isEqualTo(Ecn.NOT_CAPABLE);
        assertThat(ack(2, 2, 0)).isZero();
        assertThat(ecn.codepoint()).isEqualTo(Ecn.ECT_0);
        assertThat(ecn.isCapable()).isTrue();
    }

    @Test
    void congestionIsToldOnce() {
        send(10);
        assertThat(ack(4, 1, 3)).isEqualTo(3);
        assertThat(ack(2, 2, 4)).isEqualTo(1);
        assertThat(ack(0, 2, 4)).isZero();
    }

    @Test
    void anAnswerWithoutCountsEndsIt() {
        send(3);
        ecn.beginAck();
        ecn.onAcknowledged();
        ecn.endAck(true);
        assertFailed();
    }

    @Test
    void anAnswerToOtherPacketsEndsNothing() {
        send(3);
        ecn.beginAck();
        ecn.endAck(true);
        assertThat(ecn.codepoint()).isEqualTo(Ecn.ECT_0);
    }

    @Test
    void fewerMarksThanPacketsEndIt() {
        send(10);
        ack(5, 3, 1);
        assertFailed();
    }

    @Test
    void moreMarksThanPacketsEndIt() {
        send(10);
        ack(5, 10, 1);
        assertFailed();
    }

    @Test
    void countsThatFallEndIt() {
        send(10);
        ack(5, 4, 1);
        ack(1, 6, 0);
        assertFailed();
    }

    @Test
    void aMarkThatNobodySetEndsIt() {
        send(10);
        ecn.beginAck();
        ecn.onAcknowledged();
        ecn.onCounts(1, 1, 0);
        ecn.endAck(true);
        assertFailed();
    }

    @Test
    void anAnswerThatWasOvertakenIsNotJudged() {
        send(10);
        ack(5, 5, 0);
        ecn.beginAck();
        ecn.onAcknowledged();
        ecn.onCounts(3, 0, 0);
        assertThat(ecn.endAck(false)).isZero();
        assertThat(ecn.isCapable()).isTrue();
    }

    @Test
    void aPathThatDropsWhatIsMarkedIsLeftInPeace() {
        send(10);
        for (int i = 0; i < 9; i++) {
            ecn.onLost();
        }
        ecn.restart();
        send(10);
        for (int i = 0; i < 10; i++) {
            ecn.onLost();
        }
        assertFailed();
    }

    @Test
    void anotherPathIsTriedAnew() {
        send(3);
        ecn.beginAck();
        ecn.onAcknowledged();
        ecn.endAck(true);
        ecn.restart();
        assertThat(ecn.codepoint()).isEqualTo(Ecn.ECT_0);
    }

    @Test
    void whoDoesNotWantItNeverMarks() {
        Ecn off = new Ecn(false);
        assertThat(off.codepoint()).isEqualTo(Ecn.NOT_CAPABLE);
        off.restart();
        assertThat(off.codepoint()).isEqualTo(Ecn.NOT_CAPABLE);
    }
}
