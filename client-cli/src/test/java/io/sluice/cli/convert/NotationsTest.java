package io.sluice.cli.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.relay.CutSchedule;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class NotationsTest {

    @Test
    void rangeHasTwoEndsOrOne() {
        assertThat(DurationRange.parse("0..100ms"))
                .isEqualTo(new DurationRange(Duration.ZERO, Duration.ofMillis(100)));
        assertThat(DurationRange.parse("5..30ms"))
                .isEqualTo(new DurationRange(Duration.ofMillis(5), Duration.ofMillis(30)));
        assertThat(DurationRange.parse("50ms"))
                .isEqualTo(new DurationRange(Duration.ofMillis(50), Duration.ofMillis(50)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100ms..0", "..", "0..", "1..2", ""})
    void refusesWhatIsNoRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DurationRange.parse(text));
    }

    @Test
    void cutHasAStartADurationAndMaybeAPeriod() {
        assertThat(CutNotation.parse("10s+5s"))
                .isEqualTo(CutSchedule.once(Duration.ofSeconds(10), Duration.ofSeconds(5)));
        assertThat(CutNotation.parse("0+500ms/1m"))
                .isEqualTo(new CutSchedule(Duration.ZERO, Duration.ofMillis(500), Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10s", "+5s", "10s+", "10s+0", "10s+5s/5s", "10s+5s/", "now+5s"})
    void refusesWhatIsNoCut(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CutNotation.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:4650, localhost, 4650",
        "[::1]:4650, ::1, 4650",
        ":4650, '', 4650",
        "4650, '', 4650",
        "10.0.0.1:0, 10.0.0.1, 0"
    })
    void addressHasAPortAndMaybeAHost(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:", "localhost:65536", "::1:4650", "a b:1", ""})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
    }

    @Test
    void unknownHostIsUnreachable() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> new HostPort("no-such-host.invalid", 1).resolve(""))
                .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.UNREACHABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "abc", ""})
    void refusesWhatIsNoPort(String text) {
        assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> new PortConverter().convert(text));
    }
}
