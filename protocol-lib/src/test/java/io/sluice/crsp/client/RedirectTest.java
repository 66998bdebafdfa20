package io.sluice.crsp.client;

import static io.sluice.crsp.client.TwoGateways.SECOND;
import static io.sluice.crsp.client.TwoGateways.address;
import static io.sluice.crsp.client.TwoGateways.links;
import static io.sluice.crsp.client.TwoGateways.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Gateways that send a session on to one another. */
@Timeout(60)
class RedirectTest {
    private static final Duration TENTH = Duration.ofMillis(100);

    private static long asked(ScriptedGateway gateway) {
        return gateway.heard.stream()
                .filter(each -> each instanceof Message.OpenSession || each instanceof Message.ResumeSession).count();
    }

    @Test
    void aSessionIsOpenedWhereItsGatewaySaysAtOnceAndWithoutAFailedAttempt() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.first.answer = to(2);
        run.session.connect();
        assertThat(run.network.runUntil(() -> run.session.firstOpened().isDone(), SECOND / 4)).isTrue();
        assertThat(run.told).containsExactly("sent on to second", "opened at second");
        assertThat(run.attempts).hasSize(1);
        assertThat(run.second.heard.getFirst()).isInstanceOf(Message.OpenSession.class);
    }

    @Test
    void aResumedSessionGoesOnWhereItsGatewaySays() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.first.answer = to(2);
        run.first.closeConnection(ErrorCode.GOING_AWAY);
        run.exchange(Duration.ofSeconds(2), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).containsExactly("lost for GOING_AWAY", "sent on to second", "resumed at second");
        run.assertNothingLostOrRepeated();
    }

    @Test
    void theGatewayThatWasNamedIsKnownFromThenOn() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.first.answer = to(2);
        run.open();
        run.exchange(Duration.ofSeconds(3), TENTH);
        run.first.answer = null;
        run.second.stop();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).containsExactly("second is silent, first is asked", "resumed at first");
        run.assertNothingLostOrRepeated();
    }

    @Test
    void gatewaysThatNameEachOtherAreNotAskedWithoutEnd() {
        TwoGateways run = new TwoGateways(links(1, 0), 1);
        run.first.answer = to(2);
        run.second.answer = to(1);
        run.session.connect();
        run.run(Duration.ofMinutes(1));
        // Five hops and a pause of up to two seconds, round and round.
        assertThat(asked(run.first) + asked(run.second)).isBetween(60L, 500L);
        assertThat(run.session.ended()).isNotDone();
        run.second.answer = null;
        run.run(Duration.ofSeconds(5));
        assertThat(run.session.firstOpened()).isDone();
    }

    @Test
    void aGatewayThatNamesItselfIsAskedAgainWithPauses() {
        TwoGateways run = new TwoGateways(links(1, 0), 1, /* knowsBoth= */ false);
        run.first.answer = to(1);
        run.session.connect();
        run.run(Duration.ofMinutes(1));
        assertThat(asked(run.first)).isBetween(20L, 60L);
    }

    @Test
    void moreNamesThanAClientRemembersCostItNothingButThem() {
        KnownGateways gateways = new KnownGateways(List.of(address(1), address(2)));
        for (int host = 10; host < 100; host++) {
            gateways.select(address(host));
            assertThat(gateways.present()).isEqualTo(address(host));
        }
        assertThat(gateways.size()).isEqualTo(2 + KnownGateways.MAX_LEARNT);
        gateways.advance();
        assertThat(gateways.present()).isEqualTo(address(1));
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("127.0.0.2", 4650);
        gateways.select(unresolved);
        assertThat(gateways.present()).isEqualTo(address(2));
    }

    @Test
    void aGatewayThatIsKnownByItsNameIsNotKnownTwice() {
        InetSocketAddress name = InetSocketAddress.createUnresolved("gateway.example", 4650);
        KnownGateways gateways = new KnownGateways(List.of(name, address(2)));
        gateways.resolved(name, address(1));
        assertThat(gateways.isPresent(address(1))).isTrue();
        assertThat(gateways.isPresent(address(2))).isFalse();
        gateways.select(address(1));
        assertThat(gateways.size()).isEqualTo(2);
        assertThat(gateways.present()).isEqualTo(name);
        assertThat(gateways.after(name, 0)).isEqualTo(address(2));
    }

    @Test
    void anOpenSessionMovesWithNothingLostAndNothingTwice() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            TwoGateways run = new TwoGateways(links(10 + seed, 0.02), seed, /* knowsBoth= */ false);
            run.open();
            run.exchange(Duration.ofSeconds(2), Duration.ofMillis(20));
            run.first.sayOfSession(to(2));
            run.exchange(Duration.ofSeconds(2), Duration.ofMillis(20));
            run.run(Duration.ofSeconds(3));
            assertThat(run.told).containsExactly("sent on to second", "resumed at second");
            assertThat(run.first.isServing()).isFalse();
            run.assertNothingLostOrRepeated();
        }
    }

    @Test
    void anOpenSessionIsServedWhereItIsUntilItIsOpenThere() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.open();
        run.exchange(Duration.ofSeconds(2), TENTH);
        run.second.answer = new Message.Failure(ErrorCode.NOT_READY, "taking over");
        run.first.sayOfSession(to(2));
        run.exchange(Duration.ofSeconds(2), TENTH);
        assertThat(asked(run.second)).isBetween(3L, 8L);
        run.run(Duration.ofSeconds(1));
        run.assertNothingLostOrRepeated();
        run.second.answer = null;
        run.exchange(Duration.ofSeconds(3), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).containsExactly("sent on to second", "resumed at second");
        run.assertNothingLostOrRepeated();
    }

    @Test
    void anOpenSessionThatIsSentToNobodyStays() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.open();
        run.second.stop();
        run.first.sayOfSession(to(2));
        run.exchange(Duration.ofMinutes(2), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).containsExactly("sent on to second");
        run.assertNothingLostOrRepeated();
    }

    @Test
    void aGatewayThatStopsAfterItSentTheSessionOnIsLeftForTheOneItNamed() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.open();
        run.second.answer = new Message.Failure(ErrorCode.NOT_READY, "taking over");
        run.first.sayOfSession(to(2));
        run.exchange(Duration.ofSeconds(1), TENTH);
        run.second.answer = null;
        run.first.closeConnection(ErrorCode.GOING_AWAY);
        run.first.answer = to(1);
        run.exchange(Duration.ofSeconds(3), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).startsWith("sent on to second").endsWith("resumed at second");
        run.assertNothingLostOrRepeated();
    }
}
