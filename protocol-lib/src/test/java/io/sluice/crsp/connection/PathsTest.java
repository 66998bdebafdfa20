package io.sluice.crsp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PathsTest {
    private static final int PACKET = 44;
    private static final long INTERVAL = 100_000_000L;

    private final InetSocketAddress home = address(1);
    private final InetSocketAddress away = address(2);
    private final Paths paths = new Paths(home, true, new SplittableRandom(1));

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    @Test
    void aNewAddressIsAskedAndThenFollowed() {
        paths.onReceived(0, away, 100, true);
        assertThat(paths.active()).isEqualTo(home);
        assertThat(paths.challengeDue(0, PACKET)).isEqualTo(away);
        long challenge = paths.takeChallenge(0, PACKET, INTERVAL);
        assertThat(paths.onResponse(challenge + 1)).isNull();
        assertThat(paths.active()).isEqualTo(home);
        assertThat(paths.onResponse(challenge)).isEqualTo(home);
        assertThat(paths.active()).isEqualTo(away);
        assertThat(paths.onResponse(challenge)).isNull();
        assertThat(paths.deadline(PACKET)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anOldPacketFromElsewhereAsksNobody() {
        paths.onReceived(0, away, 100, false);
        assertThat(paths.challengeDue(0, PACKET)).isNull();
    }

    @Test
    void noMoreThanThreeTimesTheReceivedBytesGoToAnAddressThatDidNotAnswer() {
        paths.onReceived(0, away, 30, true);
        long now = 0;
        int sent = 0;
        for (int i = 0; i < 100; i++) {
            if (paths.challengeDue(now, PACKET) != null) {
                paths.takeChallenge(now, PACKET, INTERVAL);
                sent += PACKET;
            }
            now += INTERVAL;
        }
        assertThat(sent).isEqualTo(2 * PACKET);
        assertThat(paths.deadline(PACKET)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anAddressThatDoesNotAnswerIsGivenUp() {
        paths.onReceived(0, away, 1200, true);
        int asked = 0;
        for (long now = paths.deadline(PACKET); now != Long.MAX_VALUE; now = paths.deadline(PACKET)) {
            if (paths.challengeDue(now, PACKET) != null) {
                paths.takeChallenge(now, PACKET, INTERVAL);
                asked++;
            }
            paths.onTimeout(now);
        }
        assertThat(asked).isEqualTo(6);
        assertThat(paths.active()).isEqualTo(home);
    }

    @Test
    void aClientDoesNotFollowItsGateway() {
        Paths client = new Paths(home, false, new SplittableRandom(1));
        assertThat(client.isAllowed(home)).isTrue();
        assertThat(client.isAllowed(away)).isFalse();
        assertThat(paths.isAllowed(away)).isTrue();
    }

    @Test
    void aChallengeIsAnsweredOnce() {
        paths.onChallenge(42);
        assertThat(Objects.requireNonNull(paths.takeResponse())).isEqualTo(42);
        assertThat(paths.takeResponse()).isNull();
    }
}
