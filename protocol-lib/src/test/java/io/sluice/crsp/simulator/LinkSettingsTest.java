package io.sluice.crsp.simulator;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinkSettingsTest {

    static Stream<Arguments> wrongSettings() {
        return Stream.of(
                Arguments.of("loss", LinkSettings.builder().loss(1.1)),
                Arguments.of("loss", LinkSettings.builder().loss(Double.NaN)),
                Arguments.of("corruption", LinkSettings.builder().corruption(-0.1)),
                Arguments.of("duplication", LinkSettings.builder().duplication(2)),
                Arguments.of("reordering", LinkSettings.builder().reordering(10)),
                Arguments.of("minDelay", LinkSettings.builder().delay(Duration.ofMillis(-1), Duration.ZERO)),
                Arguments.of("minDelay", LinkSettings.builder().delay(Duration.ofMillis(2), Duration.ofMillis(1))),
                Arguments.of("maxDelay", LinkSettings.builder().delay(Duration.ZERO, Duration.ofMinutes(2))),
                Arguments.of("reorderingDelay", LinkSettings.builder().reorderingDelay(Duration.ofDays(1))),
                Arguments.of("bytesPerSecond", LinkSettings.builder().bytesPerSecond(-1)),
                Arguments.of("packetsPerSecond", LinkSettings.builder().packetsPerSecond(-1)),
                Arguments.of("queueBytes", LinkSettings.builder().queueBytes(0)),
                Arguments.of("inFlightBytes", LinkSettings.builder().inFlightBytes(0)),
                Arguments.of("mtu", LinkSettings.builder().mtu(0)),
                Arguments.of("mtu", LinkSettings.builder().mtu(65_536)));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void valueOutOfRangeIsRefusedByName(String name, LinkSettings.Builder builder) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageStartingWith(name + " must be ");
    }
}
