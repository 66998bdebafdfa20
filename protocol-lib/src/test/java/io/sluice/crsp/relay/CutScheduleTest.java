package io.sluice.crsp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CutScheduleTest {
    private static final Duration TEN = Duration.ofNanos(10);
    private static final Duration FIVE = Duration.ofNanos(5);

    @Test
    void singleCutHasAStartAndAnEnd() {
        CutSchedule schedule = CutSchedule.once(TEN, FIVE);

        assertThat(schedule.isCutAt(9)).isFalse();
        assertThat(schedule.isCutAt(10)).isTrue();
        assertThat(schedule.isCutAt(14)).isTrue();
        assertThat(schedule.isCutAt(15)).isFalse();
        assertThat(schedule.nextChangeAfter(0)).hasValue(10);
        assertThat(schedule.nextChangeAfter(10)).hasValue(15);
        assertThat(schedule.nextChangeAfter(15)).isEmpty();
    }

    @Test
    void repeatedCutComesBackEachPeriod() {
        CutSchedule schedule = new CutSchedule(TEN, FIVE, Duration.ofNanos(100));

        assertThat(schedule.isCutAt(114)).isTrue();
        assertThat(schedule.isCutAt(115)).isFalse();
        assertThat(schedule.nextChangeAfter(15)).hasValue(110);
        assertThat(schedule.nextChangeAfter(112)).hasValue(115);
        assertThat(schedule.nextChangeAfter(115)).hasValue(210);
    }

    @Test
    void everyAnnouncedChangeIsOne() {
        CutSchedule schedule = new CutSchedule(Duration.ZERO, FIVE, Duration.ofNanos(7));
        for (long at = 0; at < 100; at++) {
            long next = schedule.nextChangeAfter(at).orElseThrow();
            assertThat(next).isGreaterThan(at);
            assertThat(schedule.isCutAt(next)).isNotEqualTo(schedule.isCutAt(next - 1));
        }
    }

    @Test
    void senselessSchedulesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CutSchedule.once(TEN, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> CutSchedule.once(TEN.negated(), FIVE));
        assertThatIllegalArgumentException().isThrownBy(() -> new CutSchedule(TEN, FIVE, FIVE));
    }
}
