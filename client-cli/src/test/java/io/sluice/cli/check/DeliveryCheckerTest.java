package io.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeliveryCheckerTest {

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DeliveryChecker numbers(long first, long count, long... delivered) {
        DeliveryChecker checker = DeliveryChecker.ofNumbers(first, count);
        for (int offset = 0; offset < delivered.length; offset++) {
            checker.accept(0, offset, text(Long.toString(delivered[offset])));
        }
        return checker;
    }

    private static Finding finding(Kind kind, int partition, long position, long delivery) {
        return new Finding(kind, partition, position, position, delivery);
    }

    private static Finding lost(long first, long last) {
        return new Finding(Kind.LOST, Finding.ANY_PARTITION, first, last, 0);
    }

    @Test
    void exactDeliveryIsOkAndHasTheChecksumOfItsLines() {
        DeliveryChecker checker = numbers(1, 3, 1, 2, 3);

        DeliveryReport report = checker.report();
        assertThat(report.ok()).isTrue();
        assertThat(checker.complete()).isTrue();
        assertThat(report.findings()).isEmpty();
        // printf '1\n2\n3\n' | sha256sum
        assertThat(report.sha256()).isEqualTo("14c5e74c4b96ccef41cd94db73a9ec3348038ac094feca4fd897cecffa07cdae");
    }

    @Test
    void lostPositionsAreToldAsRanges() {
        DeliveryReport report = numbers(1, 10, 2, 3, 7, 8).report();

        assertThat(report.lost()).isEqualTo(6);
        assertThat(report.findings()).containsExactly(lost(1, 1), lost(4, 6), lost(9, 10));
        assertThat(report.ok()).isFalse();
    }

    @Test
    void nothingDeliveredIsAllLost() {
        DeliveryReport report = numbers(5, 3).report();

        assertThat(report.lost()).isEqualTo(3);
        assertThat(report.findings()).containsExactly(lost(5, 7));
    }

    @Test
    void repeatedMessageIsToldWithItsPlace() {
        DeliveryReport report = numbers(1, 3, 1, 2, 2, 3).report();

        assertThat(report.repeated()).isEqualTo(1);
        assertThat(report.lost()).isZero();
        assertThat(report.disordered()).isZero();
        assertThat(report.findings()).containsExactly(finding(Kind.REPEATED, 0, 2, 3));
    }

    @Test
    void repeatInAnotherPartitionIsARepeat() {
        DeliveryChecker checker = numbers(1, 2, 1, 2);
        checker.accept(1, 0, text("2"));

        assertThat(checker.report().findings()).containsExactly(finding(Kind.REPEATED, 1, 2, 3));
    }

    @Test
    void lateMessageIsDisorderedButNotLost() {
        DeliveryReport report = numbers(1, 4, 1, 3, 2, 4).report();

        assertThat(report.disordered()).isEqualTo(1);
        assertThat(report.lost()).isZero();
        assertThat(report.findings()).containsExactly(finding(Kind.DISORDERED, 0, 2, 3));
    }

    @Test
    void orderHoldsWithinAPartitionOnly() {
        DeliveryChecker checker = DeliveryChecker.ofNumbers(1, 4);
        checker.accept(0, 0, text("2"));
        checker.accept(1, 0, text("1"));
        checker.accept(0, 1, text("4"));
        checker.accept(1, 1, text("3"));

        assertThat(checker.report().ok()).isTrue();
    }

    @Test
    void payloadThatIsNoNumberOrOutOfRangeIsUnexpected() {
        DeliveryChecker checker = numbers(1, 1, 1, 2);
        checker.accept(0, 7, text("two"));
        checker.accept(0, 8, text(""));
        checker.accept(0, 9, text("123456789012345678901234567890"));

        DeliveryReport report = checker.report();
        assertThat(report.unexpected()).isEqualTo(4);
        assertThat(report.findings()).contains(finding(Kind.UNEXPECTED, 0, 2, 2), finding(Kind.UNEXPECTED, 0, 7, 3));
    }

    @Test
    void repeatedValuesOfASequenceDoNotConfuseItsIndexes() {
        DeliveryChecker checker = DeliveryChecker.ofPositions(0, 3);
        for (int index = 0; index < 3; index++) {
            checker.accept(0, index, text("same"));
        }

        assertThat(checker.report().ok()).isTrue();
        assertThat(checker.complete()).isTrue();
    }

    @Test
    void offsetsAreCheckedPartitionByPartitionWhereverTheyBegin() {
        DeliveryChecker checker = DeliveryChecker.ofOffsets(PayloadDigest.Framing.CHUNKS);
        for (long offset : new long[]{5, 6, 8, 8}) {
            checker.accept(0, offset, text("a"));
        }
        checker.accept(1, 0, text("a"));

        DeliveryReport report = checker.report();
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.repeated()).isEqualTo(1);
        assertThat(report.findings())
                .containsExactly(new Finding(Kind.LOST, 0, 7, 7, 0), finding(Kind.REPEATED, 0, 8, 4));
        assertThat(checker.complete()).isFalse();
    }

    @Test
    void findingsAreBoundedButAllAreCounted() {
        DeliveryChecker checker = DeliveryChecker.ofNumbers(1, 1_000);
        LongStream.rangeClosed(1, 500).map(number -> 2 * number).forEach(number -> {
            checker.accept(0, number, text(Long.toString(number)));
            checker.accept(0, number, text(Long.toString(number)));
        });

        DeliveryReport report = checker.report();
        assertThat(report.lost()).isEqualTo(500);
        assertThat(report.repeated()).isEqualTo(500);
        assertThat(report.findings()).hasSize(2 * DeliveryChecker.FINDINGS_PER_KIND);
    }

    @Test
    void reportReadsLikeASentence() {
        assertThat(numbers(1, 4, 1, 1, 4).report().toString().lines())
                .containsExactly(
                        "delivered 3 lost 2 repeated 1 disordered 0 unexpected 0",
                        "  lost: positions 2 to 3",
                        "  repeated: position 1 in partition 0, the message delivered as number 2");
    }
}
