package io.sluice.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.crsp.connection.ConnectionConfig;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A gateway does not start with a setting that makes no sense, and says which and what would. */
class GatewayConfigTest {
    static Stream<Arguments> outOfRange() {
        return Stream.of(
                Arguments.of("sluice.crsp.port", 65_536),
                Arguments.of("sluice.crsp.port", -1),
                Arguments.of("sluice.crsp.handshake.rate", 99),
                Arguments.of("sluice.crsp.send.buffer.bytes", 1024L * 1024 - 1),
                Arguments.of("sluice.crsp.datagram.max", 1199),
                Arguments.of("sluice.crsp.datagram.max", 65_001),
                Arguments.of("sluice.crsp.idle.timeout", Duration.ofMillis(999)),
                Arguments.of("sluice.crsp.message.max", 1023),
                Arguments.of("sluice.crsp.qlog.files", 0),
                Arguments.of("sluice.crsp.qlog.file.bytes", 4095L),
                Arguments.of("sluice.session.reconnect.window", Duration.ofMillis(999)),
                Arguments.of("sluice.session.reconnect.window.max", Duration.ofSeconds(29)),
                Arguments.of("sluice.session.expired.retention", Duration.ZERO),
                Arguments.of("sluice.session.max", 0),
                Arguments.of("sluice.session.streams.max", 0),
                Arguments.of("sluice.session.events.max", 1_000_001),
                Arguments.of("sluice.session.traces.max", 1001),
                Arguments.of("sluice.session.trace.bytes", 4095),
                Arguments.of("sluice.sessions.partitions", 0),
                Arguments.of("sluice.transaction.writers", 1001),
                Arguments.of("sluice.ingest.batch.bytes", 1023),
                Arguments.of("sluice.ingest.buffer.bytes", 1024L * 1024 - 1));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void aValueOutOfRangeIsRefusedByTheNameOfItsSetting(String setting, Object value) {
        assertThatIllegalArgumentException().isThrownBy(() -> TestSettings.read(Map.of(setting, value)))
                .withMessageContaining(setting + " must").withMessageContaining("but is " + value);
    }

    @Test
    void datagramsGrowToJumboFramesUnlessSaidOtherwise() {
        assertThat(TestSettings.defaults().maxDatagramBytes()).isEqualTo(ConnectionConfig.JUMBO_DATAGRAM);
        assertThat(TestSettings.read(Map.of("sluice.crsp.datagram.max", 1200)).maxDatagramBytes()).isEqualTo(1200);
    }
}
