package io.sluice.crsp.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketKeysTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
    private static final byte[] RESUMPTION = "what the client proves to have..".getBytes(UTF_8);

    private static TicketKeys keys(byte[]... secrets) {
        return new TicketKeys(List.of(secrets), Duration.ofHours(12), Duration.ofHours(24), CLOCK);
    }

    private static byte[] secret(int bytes) {
        byte[] secret = new byte[bytes];
        new Random(bytes).nextBytes(secret);
        return secret;
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 31, 32, 33, 64, 65, 1000})
    void aSecretOfAnyAllowedLengthSealsWhatAnotherGatewayOpens(int bytes) {
        byte[] ticket = keys(secret(bytes)).seal(RESUMPTION, "store-0042", new Random(1));

        TicketKeys.Content content = keys(secret(bytes)).open(ticket);

        assertThat(content).isNotNull();
        assertThat(content.resumption()).isEqualTo(RESUMPTION);
        assertThat(content.identity()).isEqualTo("store-0042");
    }

    @Test
    void aTicketOfAnotherSecretIsNotOpened() {
        byte[] ticket = keys(secret(32)).seal(RESUMPTION, null, new Random(1));

        assertThat(keys(secret(31)).open(ticket)).isNull();
    }

    @Test
    void aShorterSecretIsRefused() {
        assertThatThrownBy(() -> keys(secret(15))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16 bytes or more");
    }
}
