package io.sluice.gateway.ban;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BanTableTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final BanTable table = new BanTable(3);

    private static Ban ban(int host, long seconds) {
        return new Ban("10.0.0." + host, NOW.plusSeconds(seconds), "admin", "", NOW);
    }

    private List<String> addresses(Instant now) {
        return table.list("", 10, now).stream().map(Ban::address).toList();
    }

    @Test
    void anAddressIsBannedUntilItsTimeIsUp() {
        table.put(ban(1, 60));
        assertThat(table.find("10.0.0.1", NOW)).isEqualTo(ban(1, 60));
        assertThat(table.find("10.0.0.1", NOW.plusSeconds(60).minusNanos(1))).isNotNull();
        assertThat(table.find("10.0.0.1", NOW.plusSeconds(60))).isNull();
        assertThat(table.find("10.0.0.2", NOW)).isNull();
    }

    @Test
    void aNewerBanTakesTheEarlierOnesPlaceLongerOrShorter() {
        table.put(ban(1, 60));
        table.put(ban(1, 600));
        assertThat(table.find("10.0.0.1", NOW.plusSeconds(300))).isNotNull();
        table.put(ban(1, 10));
        assertThat(table.find("10.0.0.1", NOW.plusSeconds(30))).isNull();
        assertThat(table.takeOver(NOW.plusSeconds(1000), 10)).containsExactly(ban(1, 10));
    }

    @Test
    void whatIsLiftedIsNotBannedAndLiftingNothingIsNothing() {
        table.put(ban(1, 60));
        table.remove("10.0.0.1");
        table.remove("10.0.0.2");
        assertThat(table.find("10.0.0.1", NOW)).isNull();
        assertThat(table.count(NOW)).isZero();
    }

    @Test
    void onlyWhatHoldsIsListedAndCountedInTheOrderOfAddresses() {
        table.put(ban(3, 60));
        table.put(ban(1, 60));
        table.put(ban(2, 10));
        assertThat(addresses(NOW)).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(addresses(NOW.plusSeconds(10))).containsExactly("10.0.0.1", "10.0.0.3");
        assertThat(table.count(NOW.plusSeconds(10))).isEqualTo(2);
        assertThat(table.list("10.0.0.1", 1, NOW)).containsExactly(ban(2, 10));
    }

    @Test
    void whatIsOverIsTakenOutSomeAtATime() {
        table.put(ban(1, 30));
        table.put(ban(2, 10));
        table.put(ban(3, 60));
        assertThat(table.takeOver(NOW.plusSeconds(30), 1)).containsExactly(ban(2, 10));
        assertThat(table.takeOver(NOW.plusSeconds(30), 10)).containsExactly(ban(1, 30));
        assertThat(table.takeOver(NOW.plusSeconds(30), 10)).isEmpty();
        assertThat(addresses(NOW)).containsExactly("10.0.0.3");
    }

    @Test
    void ofTooManyThoseThatEndFirstGiveWay() {
        assertThat(table.put(ban(1, 30))).isNull();
        assertThat(table.put(ban(2, 10))).isNull();
        assertThat(table.put(ban(3, 60))).isNull();
        assertThat(table.put(ban(4, 60))).isEqualTo(ban(2, 10));
        assertThat(table.put(ban(5, 5))).isEqualTo(ban(5, 5));
        assertThat(addresses(NOW)).containsExactly("10.0.0.1", "10.0.0.3", "10.0.0.4");
    }
}
