package io.sluice.gateway.ban;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BanAddressTest {
    private static String canonical(String text) {
        return BanAddress.text(BanAddress.parse(text));
    }

    @Test
    void eachAddressHasOneText() {
        assertThat(canonical("203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(canonical("2001:DB8::7")).isEqualTo(canonical("2001:db8:0:0:0:0:0:7")).isEqualTo(
                "2001:db8:0:0:0:0:0:7");
        assertThat(canonical("::1")).isEqualTo("0:0:0:0:0:0:0:1");
        assertThat(canonical("::ffff:203.0.113.7")).isEqualTo("203.0.113.7");
    }

    @Test
    void theZoneThatAGatewaySeesDoesNotCount() throws Exception {
        byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
        assertThat(BanAddress.text(Inet6Address.getByAddress(null, linkLocal, 3))).isEqualTo("fe80:0:0:0:0:0:0:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "gateway.example.org", "127.1", "1234", "203.0.113.256",
        "203.0.113.7:50412",
        "[::1]", "fe80::1%eth0", "1::2::3", "2001:db8", "203.0.113.0/24"})
    void whatIsNoAddressIsNotLookedUp(String text) {
        assertThatThrownBy(() -> BanAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
