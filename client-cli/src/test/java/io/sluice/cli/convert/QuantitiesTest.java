package io.sluice.cli.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"10%, 0.1", "0.5 %, 0.005", "0.1, 0.1", "0, 0", "100%, 1", "1, 1"})
    void readsProbabilities(String text, double value) {
        assertThat(Quantities.probability(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "101%", "10", "-1%", "ten", "1e-3", "5ms"})
    void refusesWhatIsNoProbability(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantities.probability(text))
                .withMessageContaining("'" + text + "'")
                .withMessageContaining("10%");
    }

    @ParameterizedTest
    @CsvSource({
        "100ms, PT0.1S",
        "1.5s, PT1.5S",
        "2m, PT2M",
        "1h, PT1H",
        "250us, PT0.00025S",
        "7 s, PT7S",
        "0, PT0S",
        "PT30S, PT30S"
    })
    void readsDurations(String text, Duration value) {
        assertThat(Quantities.duration(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1d", "soon", "PT", "PT-1S", "1s2", "999999999999999h"})
    void refusesWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantities.duration(text))
                .withMessageContaining("100ms");
    }

    @ParameterizedTest
    @CsvSource({"1200, 1200", "64KiB, 65536", "64k, 65536", "1MB, 1000000", "1.5kB, 1500", "2GiB, 2147483648"})
    void readsSizes(String text, long value) {
        assertThat(Quantities.bytes(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"125kB/s, 125000", "1MB, 1000000", "8Mbit/s, 1000000", "1kbit/s, 125", "0, 0"})
    void readsRates(String text, long value) {
        assertThat(Quantities.bytesPerSecond(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "1MB/h", "1s", "-1"})
    void refusesWhatIsNoRate(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantities.bytesPerSecond(text));
    }
}
