package io.sluice.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckerTest {
    private static final int PARTITION = 4;
    private static final long FIRST_OFFSET = 1000;

    private Observations seen;
    private long offset;

    @SuppressWarnings("NullAway.Init")
    CheckerTest() {}

    @BeforeEach
    void observe() {
        seen = new Observations("device 3");
        offset = FIRST_OFFSET;
    }

    private void see(String key, long... numbers) {
        for (long number : numbers) {
            seen.saw(key, number, PARTITION, offset++);
        }
    }

    private Verdict check(Expectation... expected) {
        return Checker.check(seen, List.of(expected));
    }

    private static Expectation all(String key, long last) {
        return new Expectation(key, last, last);
    }

    @Test
    void whatCameOnceAndInOrderIsClean() {
        see("a", 1, 2);
        see("b", 1);
        see("a", 3);

        Verdict verdict = check(all("a", 3), all("b", 1), all("none", 0));

        assertThat(verdict).isEqualTo(Verdict.CLEAN);
        assertThat(verdict.ok()).isTrue();
        assertThat(seen.count()).isEqualTo(4);
    }

    @Test
    void oneThatIsMissingIsLost() {
        see("a", 1, 2, 4, 5);

        Verdict verdict = check(all("a", 5));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.repeated() + verdict.disordered()).isZero();
        assertThat(verdict.offences()).map(Offence::toString).containsExactly("device 3, key a: number 3 lost");
    }

    @Test
    void aMissingEndIsLost() {
        see("a", 1, 2);

        assertThat(check(all("a", 4), all("b", 2)).offences()).map(Offence::toString)
                .containsExactly("device 3, key a: numbers 3 to 4 lost", "device 3, key b: numbers 1 to 2 lost");
        assertThat(check(all("a", 4), all("b", 2)).lost()).isEqualTo(4);
    }

    @Test
    void oneThatComesTwiceIsRepeated() {
        see("a", 1, 2, 2, 3);

        Verdict verdict = check(all("a", 3));

        assertThat(verdict.repeated()).isEqualTo(1);
        assertThat(verdict.lost() + verdict.disordered()).isZero();
        assertThat(verdict.offences()).map(Offence::toString)
                .containsExactly("device 3, key a: number 2 repeated, partition 4 offset 1002");
    }

    @Test
    void aBatchThatComesTwiceIsRepeatedAndNotDisordered() {
        see("a", 1, 2, 3, 1, 2, 3, 4);

        assertThat(check(all("a", 4))).extracting(Verdict::lost, Verdict::repeated, Verdict::disordered)
                .containsExactly(0L, 3L, 0L);
    }

    @Test
    void twoThatAreSwappedAreDisordered() {
        see("a", 1, 3, 2, 4);

        Verdict verdict = check(all("a", 4));

        assertThat(verdict).extracting(Verdict::lost, Verdict::repeated, Verdict::disordered)
                .containsExactly(0L, 0L, 1L);
        assertThat(verdict.offences()).map(Offence::toString)
                .containsExactly("device 3, key a: number 2 disordered, partition 4 offset 1002");
    }

    @Test
    void oneThatWasConfirmedAndIsMissingIsLost() {
        see("a", 1, 2, 3);

        Verdict verdict = check(new Expectation("a", 4, 4));

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.offences()).extracting(Offence::kind).containsExactly(Offence.Kind.LOST);
    }

    @Test
    void whatIsUnconfirmedMayNotComeTwiceEither() {
        see("a", 1, 2, 2);

        assertThat(check(new Expectation("a", 1, 2)).repeated()).isEqualTo(1);
    }

    @Test
    void whatWasNeverConfirmedAndIsMissingIsToldApart() {
        see("a", 1);

        Verdict verdict = check(new Expectation("a", 2, 4));

        assertThat(verdict.lost()).isEqualTo(3);
        assertThat(verdict.offences()).map(Offence::toString).containsExactly("device 3, key a: number 2 lost",
                "device 3, key a: numbers 3 to 4 lost, and never confirmed");
    }

    @Test
    void whatNobodySentIsAnOffence() {
        see("a", 1, 2);
        see("stranger", 1);
        see("a", Numbers.UNREADABLE);

        Verdict verdict = check(all("a", 1));

        assertThat(verdict.disordered()).isEqualTo(3);
        assertThat(verdict.offences()).extracting(Offence::kind).containsOnly(Offence.Kind.UNKNOWN);
        assertThat(verdict.ok()).isFalse();
    }

    @Test
    void manyOffencesAreCountedAndTheFirstKept() {
        LongStream.rangeClosed(1, 1000).forEach(number -> see("a", number, number));

        Verdict verdict = check(all("a", 1000)).plus(check(all("a", 1000)));

        assertThat(verdict.repeated()).isEqualTo(2000);
        assertThat(verdict.offences()).hasSize(Verdict.OFFENCES_KEPT);
    }

    @Test
    void payloadsCarryTheirNumberAndDamageIsSeen() {
        byte[] payload = Numbers.format(4711);
        assertThat(Numbers.parse(payload)).isEqualTo(4711);

        payload[50] ^= 1;
        assertThat(Numbers.parse(payload)).isEqualTo(Numbers.UNREADABLE);
        assertThat(Numbers.parse(new byte[3])).isEqualTo(Numbers.UNREADABLE);
        assertThat(Numbers.parse(null)).isEqualTo(Numbers.UNREADABLE);
    }
}
