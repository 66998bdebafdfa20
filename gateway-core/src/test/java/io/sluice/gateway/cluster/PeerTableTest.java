package io.sluice.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Who is alive, by the signs of life in the order of their topic. */
class PeerTableTest {
    private static final long SIGN_EVERY = 250;

    private final PeerTable table = new PeerTable("own", "1", Duration.ofSeconds(2));
    private long time = 1_000_000;

    private static PeerRecord peer(String name, String state, List<Integer> shards, long sessions) {
        return new PeerRecord(PeerRecord.SCHEMA, name, "life of " + name, name + ".example", 4650, state, shards,
                sessions);
    }

    private void own(int signs) {
        PeerRecord sign = new PeerRecord(PeerRecord.SCHEMA, "own", "1", "own.example", 4650, PeerRecord.UP,
                List.of(0), 0);
        for (int i = 0; i < signs; i++) {
            time += SIGN_EVERY;
            table.onSign(sign, time);
        }
    }

    @Test
    void aPeerIsSilentOnceOwnSignsGoOnForTheTimeout() {
        own(1);
        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);

        own(7);
        assertThat(table.takeSilent()).isEmpty();
        own(1);
        assertThat(table.takeSilent()).containsExactly("other");
        assertThat(table.takeSilent()).as("told once").isEmpty();
    }

    @Test
    void nobodyIsSilentWhileKafkaIsAway() {
        own(1);
        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);

        time += 60_000;
        own(1);
        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);

        assertThat(table.takeSilent()).isEmpty();
    }

    @Test
    void oneSignAfterALongPauseIsNotEnoughToCallOthersDead() {
        own(1);
        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);

        time += 60_000;
        own(3);

        assertThat(table.takeSilent()).isEmpty();
        own(1);
        assertThat(table.takeSilent()).containsExactly("other");
    }

    @Test
    void aPeerThatComesBackIsAliveAndMayFallSilentAgain() {
        own(1);
        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);
        own(8);
        assertThat(table.takeSilent()).containsExactly("other");

        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);
        assertThat(table.ownerOf(1)).isNotNull();
        own(8);
        assertThat(table.takeSilent()).containsExactly("other");
    }

    @Test
    void aPeerThatSaidGoodbyeIsNotCalledSilent() {
        own(1);
        table.onSign(peer("other", PeerRecord.DOWN, List.of(), 0), time);
        own(20);
        assertThat(table.takeSilent()).isEmpty();
        assertThat(table.another()).isNull();
    }

    @Test
    void oneThatServesNothingYetOrIsLateIsThereAllTheSame() {
        own(1);
        assertThat(table.hasOthers()).isFalse();
        table.onSign(peer("other", PeerRecord.UP, List.of(), 0), time);
        assertThat(table.another()).isNull();
        assertThat(table.hasOthers()).isTrue();

        own(3);
        assertThat(table.hasOthers()).isTrue();
        own(20);
        assertThat(table.takeSilent()).containsExactly("other");
        assertThat(table.hasOthers()).isFalse();
    }

    @Test
    void anOwnerThatWasNotHeardForAWhileIsNotRecommended() {
        own(1);
        table.onSign(peer("other", PeerRecord.UP, List.of(1), 0), time);
        assertThat(table.ownerOf(1)).isNotNull();
        assertThat(table.ownerOf(2)).isNull();

        own(3);
        assertThat(table.ownerOf(1)).isNull();
        assertThat(table.takeSilent()).as("but it is not dead yet").isEmpty();
    }

    @Test
    void newClientsGoToThePeerWithTheFewestSessionsAShard() {
        own(1);
        table.onSign(peer("full", PeerRecord.UP, List.of(1, 2), 100), time);
        table.onSign(peer("free", PeerRecord.UP, List.of(3), 10), time);
        table.onSign(peer("idle", PeerRecord.UP, List.of(), 0), time);
        table.onSign(peer("leaving", PeerRecord.DRAINING, List.of(4), 0), time);

        assertThat(Objects.requireNonNull(table.another()).gateway()).isEqualTo("free");
    }

    @Test
    void anEarlierLifeOfTheSameGatewayIsATwinUntilItIsSilent() {
        table.onSign(peer("own", PeerRecord.UP, List.of(1), 0), time);
        own(1);
        assertThat(table.isTwinAlive()).isTrue();
        assertThat(table.ownerOf(1)).as("clients are not sent to it").isNull();
        own(8);
        assertThat(table.isTwinAlive()).isFalse();
    }
}
