package io.sluice.crsp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of data points as text. */
class PointTimeTest {
    @ParameterizedTest
    @CsvSource({
        "0.004, 4000000", "0, 0", "-0, 0", "1, 1000000000", "4e-3, 4000000", "+0.5, 500000000", "-1.5, -1500000000",
        "0.000000001, 1", "0.0040000000000, 4000000", "1.5E2, 150000000000", "0e-999999999, 0",
        "9223372036.854775807, 9223372036854775807", "-9223372036.854775808, -9223372036854775808"})
    void decimalsAreExact(String text, long nanos) {
        assertThat(PointTime.parse(text)).isEqualTo(nanos);
        assertThat(PointTime.parse(" " + text + " ")).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 4_000_000, 59_996_000_000L, 60_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void textGivesTheSameTimeBack(long nanos) {
        assertThat(PointTime.parse(PointTime.text(nanos))).isEqualTo(nanos);
    }

    @Test
    void textHasAsManyDigitsAsItNeeds() {
        assertThat(PointTime.text(4_000_000)).isEqualTo("0.004");
        assertThat(PointTime.text(60_000_000_000L)).isEqualTo("60");
        assertThat(PointTime.text(-1)).isEqualTo("-0.000000001");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            long nanos = random.nextLong() >> random.nextInt(64);
            assertThat(PointTime.parse(PointTime.text(nanos))).isEqualTo(nanos);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', the time is missing", "x, is no time in seconds", "0x10, is no time in seconds",
        "'0,004', is no time in seconds", "NaN, is no time in seconds", "0.0000000001, finer than a nanosecond",
        "1e-999999999, finer than a nanosecond", "9223372036.854775808, out of range", "1e999999999, out of range",
        "99999999999, out of range", "11111111111111111111111111111111111111111, at most 40 characters"})
    void whatIsNoTimeIsNamed(String text, String reason) {
        assertThatThrownBy(() -> PointTime.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
