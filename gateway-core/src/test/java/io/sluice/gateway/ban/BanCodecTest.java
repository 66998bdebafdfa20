package io.sluice.gateway.ban;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final BanCodec codec = new BanCodec(JsonbBuilder.create());

    @Test
    void comesBackFromItsRecordAsItWas() {
        Ban ban = new Ban("203.0.113.7", NOW.plusMillis(3_600_001), "admin", "floods \"orders\", größer", NOW);
        assertThat(codec.decode(BanCodec.key(ban.address()), codec.value(ban)))
                .isEqualTo(new BanEntry("203.0.113.7", ban));
    }

    @Test
    void aRecordOfToday() {
        String json = """
                {"schema":1,"until":"2026-01-31T12:00:00Z","by":"admin","reason":"","at":"2026-01-31T11:00:00Z"}""";
        assertThat(codec.decode("::1".getBytes(UTF_8), json.getBytes(UTF_8)).ban())
                .isEqualTo(new Ban("0:0:0:0:0:0:0:1", NOW, "admin", "", NOW.minusSeconds(3600)));
    }

    @Test
    void nothingUnderAnAddressLiftsItsBan() {
        assertThat(codec.decode(BanCodec.key("203.0.113.7"), null)).isEqualTo(new BanEntry("203.0.113.7", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"schema\":1}",
        "{\"schema\":2,\"until\":\"2026-01-31T12:00:00Z\",\"by\":\"a\",\"reason\":\"\",\"at\":\"2026-01-31T12:00:00Z\"}",
        "{\"schema\":1,\"until\":\"tomorrow\",\"by\":\"a\",\"reason\":\"\",\"at\":\"2026-01-31T12:00:00Z\"}",
        "{\"schema\":1,\"until\":\"2026-01-31T12:00:00Z\",\"at\":\"2026-01-31T12:00:00Z\"}"})
    void whatIsNoBanIsRefusedAsTheReaderExpectsIt(String json) {
        assertThatThrownBy(() -> codec.decode(BanCodec.key("203.0.113.7"), json.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aKeyThatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> codec.decode(null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.decode("localhost".getBytes(UTF_8), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
