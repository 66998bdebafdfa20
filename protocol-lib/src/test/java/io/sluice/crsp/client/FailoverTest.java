package io.sluice.crsp.client;

import static io.sluice.crsp.client.TwoGateways.MILLI;
import static io.sluice.crsp.client.TwoGateways.SECOND;
import static io.sluice.crsp.client.TwoGateways.links;
import static io.sluice.crsp.client.TwoGateways.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.session.Message;
import io.sluice.crsp.wire.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that knows two gateways, when the one that has its session is killed, stands still, or is hard to reach. */
@Timeout(120)
class FailoverTest {
    private static final Duration TENTH = Duration.ofMillis(100);
    private static final Message.Failure NOT_READY = new Message.Failure(ErrorCode.NOT_READY, "taking over");

    @Test
    void aKilledGatewayIsLeftForTheOtherWithNothingLostAndNothingTwice() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.first.stop();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.run(Duration.ofSeconds(2));
        assertThat(run.told).containsExactly("first is silent, second is asked", "resumed at second");
        assertThat(run.session.resumes()).isEqualTo(1);
        run.assertNothingLostOrRepeated();
        // It is at home there now.
        run.exchange(Duration.ofMinutes(1), TENTH);
        assertThat(run.told).hasSize(2);
    }

    /** How long after the kill the session asks the second gateway, in milliseconds; a client that only listens. */
    private static long silenceOfAListener(long seed) throws Exception {
        SplittableRandom chance = new SplittableRandom(seed);
        TwoGateways run = new TwoGateways(links(chance.nextInt(1, 60), 0.01), seed);
        run.open();
        Duration pause = Duration.ofMillis(chance.nextInt(10, 1000));
        for (long end = run.network.now() + chance.nextLong(2 * SECOND, 20 * SECOND); run.network.now() < end;) {
            run.first.addRecords(1);
            run.run(pause);
        }
        run.run(Duration.ofNanos(chance.nextLong(1 + pause.toNanos())));
        run.first.stop();
        long killed = run.network.now();
        assertThat(run.network.runUntil(() -> run.second.askedAt >= 0, killed + 30 * SECOND)).isTrue();
        return (run.second.askedAt - killed) / MILLI;
    }

    /** The same of a client that publishes. */
    private static long silenceOfAPublisher(long seed) throws Exception {
        SplittableRandom chance = new SplittableRandom(seed);
        TwoGateways run = new TwoGateways(links(chance.nextInt(1, 60), 0.01), seed);
        run.open();
        Duration pause = Duration.ofMillis(chance.nextInt(10, 1000));
        run.exchange(Duration.ofNanos(chance.nextLong(2 * SECOND, 20 * SECOND)), pause);
        run.run(Duration.ofNanos(chance.nextLong(1 + pause.toNanos())));
        run.first.stop();
        long killed = run.network.now();
        while (run.second.askedAt < 0) {
            assertThat(run.network.now() - killed).isLessThan(30 * SECOND);
            run.exchangeOnce();
            run.network.runUntil(() -> run.second.askedAt >= 0, run.network.now() + pause.toNanos());
        }
        return (run.second.askedAt - killed) / MILLI;
    }

    private interface Run {
        long silence(long seed) throws Exception;
    }

    private static void assertQuick(String what, Run run) throws Exception {
        long[] silences = new long[200];
        for (int seed = 0; seed < silences.length; seed++) {
            silences[seed] = run.silence(seed);
        }
        Arrays.sort(silences);
        long median = silences[silences.length / 2];
        long high = silences[silences.length * 99 / 100];
        System.out.printf("%s: silence until another gateway is asked: min %d, p50 %d, p90 %d, p99 %d, max %d ms%n",
                what, silences[0], median, silences[silences.length * 9 / 10], high, silences[silences.length - 1]);
        assertThat(median).isLessThan(1500);
        assertThat(high).isLessThan(2500);
        assertThat(silences[silences.length - 1]).isLessThan(5000);
    }

    @Test
    void aListenerAsksTheOtherGatewayWithinLittleMoreThanASecond() throws Exception {
        assertQuick("listener", FailoverTest::silenceOfAListener);
    }

    @Test
    void aPublisherAsksTheOtherGatewayWithinLittleMoreThanASecond() throws Exception {
        assertQuick("publisher", FailoverTest::silenceOfAPublisher);
    }

    @Test
    void aLinkThatLosesThirtyPercentIsNoReasonToLeaveAGateway() throws Exception {
        int doubts = 0;
        for (int seed = 0; seed < 5; seed++) {
            TwoGateways run = new TwoGateways(links(20, 0.3), seed);
            run.second.answer = NOT_READY;
            run.open();
            run.exchange(Duration.ofSeconds(200), TENTH);
            run.run(Duration.ofSeconds(10));
            assertThat(run.session.resumes()).isZero();
            doubts += (int) run.told.stream().filter(each -> each.contains("silent")).count();
            run.assertNothingLostOrRepeated();
        }
        System.out.printf("30 %% loss: %d doubts in 10,000 exchanges, no gateway left%n", doubts);
        assertThat(doubts).isLessThan(10);
    }

    @Test
    void aGatewayThatAnswersBeforeTheOtherHasTheSessionKeepsIt() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.second.answer = NOT_READY;
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.first.stop();
        assertThat(run.runUntilTold("first is silent, second is asked", Duration.ofSeconds(3))).isTrue();
        assertThat(run.network.runUntil(() -> run.second.askedAt >= 0, run.network.now() + SECOND)).isTrue();
        run.first.goOn();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).containsExactly("first is silent, second is asked", "first is heard");
        assertThat(run.session.resumes()).isZero();
        run.assertNothingLostOrRepeated();
    }

    @Test
    void aGatewayThatTakesOverIsAskedAgainSoonUntilItHasTheSession() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.second.answer = NOT_READY;
        run.first.stop();
        long killed = run.network.now();
        run.exchange(Duration.ofSeconds(3), TENTH);
        long asked = run.second.heard.stream().filter(Message.ResumeSession.class::isInstance).count();
        assertThat(asked).isBetween(3L, 8L);
        run.second.answer = null;
        assertThat(run.runUntilTold("resumed at second", Duration.ofSeconds(3))).isTrue();
        assertThat(run.network.now() - killed).isLessThan(6 * SECOND);
        run.run(Duration.ofSeconds(1));
        run.assertNothingLostOrRepeated();
    }

    @Test
    void aGatewayThatStillNamesTheKilledOneIsAskedAgainUntilItKnowsBetter() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.second.answer = to(1);
        run.first.stop();
        run.exchange(Duration.ofSeconds(25), TENTH);
        assertThat(run.session.resumes()).isZero();
        run.second.answer = null;
        assertThat(run.runUntilTold("resumed at second", Duration.ofSeconds(5))).isTrue();
        run.run(Duration.ofSeconds(1));
        run.assertNothingLostOrRepeated();
    }

    @Test
    void aClientThatIsFencedByItsOwnQuestionElsewhereGoesOnThere() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.second.answer = NOT_READY;
        run.first.stop();
        assertThat(run.network.runUntil(() -> run.second.askedAt >= 0, run.network.now() + 5 * SECOND)).isTrue();
        run.first.goOn();
        assertThat(run.runUntilTold("first is heard", Duration.ofSeconds(3))).isTrue();
        run.second.answer = null;
        run.first.answer = to(2);
        run.first.closeConnection(ErrorCode.SESSION_FENCED);
        assertThat(run.runUntilTold("resumed at second", Duration.ofSeconds(3))).isTrue();
        assertThat(run.told).doesNotContain("rejected for SESSION_FENCED");
        run.run(Duration.ofSeconds(1));
        run.assertNothingLostOrRepeated();
    }

    @Test
    void aClientThatIsBannedByOneGatewayDoesNotAskTheOther() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.open();
        run.first.closeConnection(ErrorCode.ADDRESS_BANNED);
        assertThat(run.runUntilTold("rejected for ADDRESS_BANNED", Duration.ofSeconds(3))).isTrue();
        run.run(Duration.ofSeconds(30));
        assertThat(run.told).containsExactly("rejected for ADDRESS_BANNED");
        assertThat(run.second.askedAt).isNegative();
        assertThat(run.session.ended()).isDone();
    }

    @Test
    void anOutageOfTheWholeNetworkIsSatOut() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.second.answer = to(1);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.network.cutAll(true);
        run.exchange(Duration.ofSeconds(8), TENTH);
        run.network.cutAll(false);
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.session.resumes()).isZero();
        assertThat(run.told).containsExactly("first is silent, second is asked", "first is heard");
        run.assertNothingLostOrRepeated();
    }

    @Test
    void withOneGatewayKnownNothingIsAskedElsewhere() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1, /* knowsBoth= */ false);
        run.open();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.first.stop();
        run.exchange(Duration.ofSeconds(10), TENTH);
        run.first.goOn();
        run.exchange(Duration.ofSeconds(5), TENTH);
        run.run(Duration.ofSeconds(1));
        assertThat(run.told).isEmpty();
        run.assertNothingLostOrRepeated();
    }

    @Test
    void anIdleClientThatLostItsGatewayFindsTheOtherByItsHeartbeat() throws Exception {
        TwoGateways run = new TwoGateways(links(10, 0), 1);
        run.open();
        run.run(Duration.ofMinutes(1));
        run.first.stop();
        assertThat(run.runUntilTold("resumed at second", Duration.ofSeconds(8))).isTrue();
    }
}
