package io.sluice.crsp.connection;

import static io.sluice.crsp.connection.Wire.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionEvent.Heard;
import io.sluice.crsp.connection.ConnectionEvent.Silent;
import io.sluice.crsp.stream.Stream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a peer that says nothing is asked, and when it is called silent. */
class SilenceTest {
    private static final long MILLI = 1_000_000L;
    private static final ConnectionConfig SERVER = ConnectionConfig.DEFAULT
            .withIdle(Duration.ofSeconds(15), Duration.ZERO);
    private static final ConnectionConfig DOUBTING = ConnectionConfig.DEFAULT
            .withSilenceProbe(Duration.ofMillis(800));

    private static Wire wire(ConnectionConfig client) {
        Wire wire = new Wire(client, SERVER);
        assertThat(wire.establish()).isTrue();
        return wire;
    }

    private static void exchange(Wire wire, Stream stream) {
        stream.offer(new byte[100]);
        wire.run(SECOND / 10);
    }

    private static long count(Wire wire, Class<? extends ConnectionEvent> kind) {
        return wire.client.events.stream().filter(kind::isInstance).count();
    }

    /** When the client's next datagrams leave, in milliseconds from now. */
    private static List<Long> datagrams(Wire wire, Duration time) {
        long from = wire.now;
        List<Long> times = new ArrayList<>();
        wire.arrives = (target, datagram) -> {
            if (target == wire.server) {
                times.add((wire.now - from) / MILLI);
            }
            return true;
        };
        wire.run(time.toNanos());
        return times;
    }

    @Test
    void afterTrafficThePeerIsAskedEarlyAndThenEverMoreSeldom() {
        Wire wire = wire(DOUBTING);
        exchange(wire, wire.client.open());
        wire.run(SECOND / 2);
        List<Long> asked = datagrams(wire, Duration.ofSeconds(21));
        assertThat(asked).hasSize(6);
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < asked.size(); i++) {
            gaps.add(asked.get(i) - asked.get(i - 1));
        }
        // The pause counts from the answer, a round trip of 20 ms and a delayed acknowledgement after the question.
        assertThat(asked.getFirst()).isLessThan(400);
        assertThat(gaps).containsExactly(1630L, 3230L, 5030L, 5030L, 5030L);
    }

    @Test
    void anIdleClientSendsAsFewHeartbeatsAsOneThatNeverDoubts() {
        Wire doubting = wire(DOUBTING);
        Wire trusting = wire(ConnectionConfig.DEFAULT);
        doubting.run(60 * SECOND);
        trusting.run(60 * SECOND);
        assertThat(datagrams(doubting, Duration.ofMinutes(10))).hasSameSizeAs(
                datagrams(trusting, Duration.ofMinutes(10)));
    }

    @Test
    void aPeerThatLeavesAQuestionUnansweredIsSilentUntilItIsHeard() {
        Wire wire = wire(DOUBTING);
        Stream stream = wire.client.open();
        exchange(wire, stream);
        wire.arrives = (target, datagram) -> false;
        stream.offer(new byte[100]);
        long asked = wire.now;
        assertThat(wire.runUntil(() -> count(wire, Silent.class) == 1, wire.now + SECOND)).isTrue();
        assertThat(wire.now - asked).isGreaterThanOrEqualTo(600 * MILLI);
        assertThat(wire.client.connection.isPeerSilent()).isTrue();
        wire.run(3 * SECOND);
        assertThat(count(wire, Silent.class)).isEqualTo(1);
        assertThat(count(wire, Heard.class)).isZero();
        wire.arrives = (target, datagram) -> true;
        wire.run(2 * SECOND);
        assertThat(count(wire, Heard.class)).isEqualTo(1);
        assertThat(wire.client.connection.isPeerSilent()).isFalse();
        assertThat(wire.client.connection.state()).isInstanceOf(ConnectionState.Established.class);
        assertThat(wire.server.messages).hasSize(2);
    }

    @Test
    void aLossyPathIsHardlyEverTakenForASilentPeer() {
        SplittableRandom chance = new SplittableRandom(5);
        Wire wire = wire(DOUBTING);
        wire.arrives = (target, datagram) -> chance.nextInt(10) >= 3;
        Stream stream = wire.client.open();
        for (int i = 0; i < 5000; i++) {
            exchange(wire, stream);
        }
        System.out.printf("30 %% loss: silent %d times in 5,000 exchanges%n", count(wire, Silent.class));
        assertThat(count(wire, Silent.class)).isLessThan(5);
    }

    @Test
    void aReportOfTheNetworkIsBelievedOnlyWhileThePeerDoesNotAnswer() {
        Wire wire = wire(DOUBTING);
        Stream stream = wire.client.open();
        exchange(wire, stream);
        wire.client.connection.onUnreachable();
        wire.run(SECOND / 10);
        assertThat(count(wire, Silent.class)).isZero();
        stream.offer(new byte[100]);
        wire.run(MILLI);
        wire.client.connection.onUnreachable();
        wire.client.connection.onUnreachable();
        wire.run(MILLI);
        assertThat(count(wire, Silent.class)).isEqualTo(1);
        // It was forged: the connection goes on.
        wire.run(SECOND / 10);
        assertThat(count(wire, Heard.class)).isEqualTo(1);
        assertThat(wire.client.connection.state()).isInstanceOf(ConnectionState.Established.class);
    }

    @Test
    void whoNeverDoubtsCallsNobodySilent() {
        Wire wire = wire(ConnectionConfig.DEFAULT);
        Stream stream = wire.client.open();
        exchange(wire, stream);
        wire.arrives = (target, datagram) -> false;
        stream.offer(new byte[100]);
        wire.run(SECOND);
        wire.client.connection.onUnreachable();
        wire.run(10 * SECOND);
        assertThat(count(wire, Silent.class)).isZero();
    }
}
