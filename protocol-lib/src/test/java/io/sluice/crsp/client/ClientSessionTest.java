package io.sluice.crsp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.session.Start;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client's session over lost connections, lost gateways and gateways that say no. */
@Timeout(60)
class ClientSessionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Message.Failure NOT_READY = new Message.Failure(ErrorCode.NOT_READY, "Kafka is away");

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    private static final class Listener implements ClientListener {
        final List<InetSocketAddress> attempts = new ArrayList<>();
        final List<Boolean> opened = new ArrayList<>();
        final List<Duration> pauses = new ArrayList<>();
        final List<ErrorCode> lost = new ArrayList<>();
        @Nullable
        ErrorCode rejected;

        @Override
        public void onConnecting(InetSocketAddress gateway, int attempt) {
            attempts.add(gateway);
        }

        @Override
        public void onConnected(SessionId session, boolean resumed, InetSocketAddress gateway, Transport over) {
            opened.add(resumed);
        }

        @Override
        public void onDisconnected(CloseReason reason, Duration retryIn) {
            lost.add(reason.code());
            pauses.add(retryIn);
        }

        @Override
        public void onRejected(ErrorCode code, String message) {
            rejected = code;
        }
    }

    private final SimulatedNetwork network = new SimulatedNetwork(
            LinkSettings.builder().delay(Duration.ofMillis(5), Duration.ofMillis(5)).build(), 1);
    private final Listener listener = new Listener();
    private final ScriptedGateway gateway = new ScriptedGateway(network, address(1), ConnectionConfig.DEFAULT);

    private GatewayTrust trust = GatewayTrust.plain();

    private ClientSession session(ReconnectPolicy policy, InetSocketAddress... gateways) {
        ClientOptions.Builder options = ClientOptions.builder().trust(trust).name("test").listener(listener)
                .reconnect(policy);
        for (InetSocketAddress each : gateways) {
            options.gateway(each);
        }
        ClientOptions built = options.build();
        Endpoint endpoint = new Endpoint(EndpointConfig.plain(built.connection(), new byte[16]), null,
                network.newRandom());
        network.attach(address(100), endpoint);
        return new ClientSession(new SimulatedLoop(network, endpoint), built, network.newRandom());
    }

    private ClientSession opened() {
        ClientSession session = session(ReconnectPolicy.DEFAULT, gateway.address);
        session.connect();
        assertThat(network.runUntil(() -> session.firstOpened().isDone(), SECOND)).isTrue();
        return session;
    }

    private Subscription subscribed(ClientSession session, SubscribeRequest request) {
        Subscription subscription = new Subscription(session, session.takeNumber(), request);
        subscription.begin();
        network.runTo(network.now() + SECOND / 10);
        return subscription;
    }

    private void run(Duration time) {
        network.runTo(network.now() + time.toNanos());
    }

    /** Takes what is ready; the values are the offsets, so both are checked. */
    private static List<Long> taken(Subscription subscription) throws InterruptedException, SluiceException {
        List<Long> offsets = new ArrayList<>();
        for (Delivery next = subscription.poll(Duration.ZERO); next != null; next = subscription.poll(Duration.ZERO)) {
            assertThat(new String(Objects.requireNonNull(next.value()), UTF_8)).isEqualTo(Long.toString(next.offset()));
            offsets.add(next.offset());
        }
        return offsets;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private <T extends Message> List<T> heard(Class<T> kind) {
        return gateway.heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private static ErrorCode failureOf(ClientSession session) {
        try {
            session.firstOpened().get();
            throw new AssertionError("the session was opened");
        } catch (ExecutionException e) {
            return ((SluiceException) Objects.requireNonNull(e.getCause())).code();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void opensASessionAndDeliversATopic() throws Exception {
        gateway.addRecords(100);
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 100));
        assertThat(listener.opened).containsExactly(false);
        assertThat(heard(Message.OpenSession.class)).containsExactly(new Message.OpenSession("test", Duration.ZERO));
    }

    @Test
    void aLostConnectionGoesOnAtTheVeryNextRecord() throws Exception {
        gateway.addRecords(100);
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 100));
        run(Duration.ofSeconds(2));
        gateway.closeConnection();
        run(Duration.ofSeconds(1));
        gateway.addRecords(50);
        run(Duration.ofSeconds(1));
        assertThat(taken(records)).isEqualTo(range(100, 150));
        assertThat(session.resumes()).isEqualTo(1);
        assertThat(listener.opened).containsExactly(false, true);
        assertThat(listener.pauses).containsExactly(Duration.ZERO);
        Message.ResumeSession resume = heard(Message.ResumeSession.class).getFirst();
        assertThat(resume.id()).isEqualTo(new SessionId(1, 2));
        assertThat(resume.epoch()).isEqualTo(1);
        assertThat(heard(Message.Subscribe.class).getLast().start())
                .isEqualTo(new Start.Positions(List.of(new Position(0, 100))));
    }

    @Test
    void recordsSentAgainAreDropped() throws Exception {
        gateway.repeats = 30;
        gateway.addRecords(100);
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 100));
        gateway.addRecords(20);
        gateway.closeConnection();
        run(Duration.ofSeconds(2));
        assertThat(taken(records)).isEqualTo(range(100, 120));
        assertThat(records.repeatsDropped()).isBetween(1L, 30L);
    }

    @Test
    void aPositionThatIsResetIsToldAndTakenBackwardsToo() throws Exception {
        gateway.addRecords(100);
        ClientSession session = opened();
        List<String> told = new ArrayList<>();
        Subscription records = new Subscription(session, session.takeNumber(), SubscribeRequest.earliest("orders"),
                new SubscriptionListener() {
                    @Override
                    public void onPositionReset(int partition, long wanted, long earliest, long latest, long next) {
                        told.add(partition + ": " + wanted + " of " + earliest + " to " + latest + ", now " + next);
                    }

                    @Override
                    public void onPartitionsAdded(List<Position> positions) {
                        told.add("added " + positions);
                    }

                    @Override
                    public void onStatus(ErrorCode code, String text) {
                        told.add(code + " " + text);
                    }
                });
        records.begin();
        run(Duration.ofSeconds(1));
        assertThat(taken(records)).isEqualTo(range(0, 100));

        gateway.resetPosition(40);
        run(Duration.ofSeconds(1));
        assertThat(taken(records)).isEqualTo(range(40, 100));
        assertThat(records.repeatsDropped()).isZero();
        gateway.say(new Message.PartitionsAdded(List.of(new Position(1, 5))));
        gateway.say(new Message.StreamStatus(ErrorCode.KAFKA_UNAVAILABLE, "no answer"));
        run(Duration.ofSeconds(1));
        assertThat(told).containsExactly("0: 100 of 40 to 100, now 40",
                "added [" + new Position(1, 5) + "]", "KAFKA_UNAVAILABLE no answer");
        gateway.closeConnection();
        run(Duration.ofSeconds(2));
        assertThat(heard(Message.Subscribe.class).getLast().start())
                .isEqualTo(new Start.Positions(List.of(new Position(0, 100), new Position(1, 5))));
    }

    @Test
    void recordsNotYetTakenSurviveTheConnection() throws Exception {
        gateway.addRecords(100);
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        gateway.closeConnection();
        gateway.addRecords(100);
        run(Duration.ofSeconds(2));
        assertThat(taken(records)).isEqualTo(range(0, 200));
    }

    @Test
    void aKilledGatewayIsFoundAgainWhenItIsBack() throws Exception {
        gateway.addRecords(100);
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 100));
        gateway.stop();
        run(Duration.ofSeconds(40));
        gateway.restart(ConnectionConfig.DEFAULT);
        gateway.addRecords(5);
        run(Duration.ofSeconds(6));
        assertThat(taken(records)).isEqualTo(range(100, 105));
        assertThat(session.resumes()).isEqualTo(1);
    }

    @Test
    void aGatewayThatRestartsAtOnceIsNoticedByItsReset() throws Exception {
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        gateway.restart(ConnectionConfig.DEFAULT);
        gateway.addRecords(5);
        // Nothing is under way: the next heartbeat or commit finds it out.
        run(Duration.ofSeconds(6));
        assertThat(taken(records)).isEqualTo(range(0, 5));
        assertThat(listener.lost).containsExactly(ErrorCode.RESET);
    }

    @Test
    void aLongOutageOfTheNetworkIsResumed() throws Exception {
        gateway.addRecords(10);
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 10));
        network.cutAll(true);
        run(Duration.ofSeconds(25));
        network.cutAll(false);
        gateway.addRecords(10);
        run(Duration.ofSeconds(6));
        assertThat(taken(records)).isEqualTo(range(10, 20));
        assertThat(session.resumes()).isEqualTo(1);
    }

    @Test
    void anExpiredSessionIsOverAndNothingIsTriedAgain() throws Exception {
        gateway.addRecords(10);
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 10));
        gateway.refusals.add(new Message.Failure(ErrorCode.SESSION_EXPIRED, "away for too long"));
        gateway.closeConnection();
        run(Duration.ofSeconds(60));
        assertThat(listener.rejected).isEqualTo(ErrorCode.SESSION_EXPIRED);
        assertThat(session.ended()).isDone();
        assertThat(listener.attempts).hasSize(2);
        assertThat(gateway.resumes).isZero();
        assertThatThrownBy(() -> records.poll(Duration.ZERO))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_EXPIRED));
    }

    @Test
    void aNewStreamOnASessionThatIsOverFailsByName() {
        ClientSession session = opened();
        gateway.refusals.add(new Message.Failure(ErrorCode.SESSION_FENCED, "resumed elsewhere"));
        gateway.closeConnection();
        run(Duration.ofSeconds(1));
        Subscription late = subscribed(session, SubscribeRequest.earliest("orders"));
        assertThatThrownBy(late::awaitBegun)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_FENCED));
    }

    @Test
    void aGatewayThatBreaksEachConnectionAtOnceIsNotHammered() {
        opened();
        gateway.closingEach = true;
        gateway.closeConnection();
        run(Duration.ofSeconds(20));
        assertThat(listener.attempts).hasSizeBetween(8, 30);
        gateway.closingEach = false;
        run(Duration.ofSeconds(5));
        int attempts = listener.attempts.size();
        run(Duration.ofSeconds(60));
        assertThat(listener.attempts).hasSize(attempts);
        gateway.closeConnection();
        run(Duration.ofSeconds(1));
        assertThat(listener.pauses.getLast()).isZero();
    }

    @Test
    void aClientThatIsFencedDoesNotFightForTheSession() {
        ClientSession session = opened();
        gateway.closeConnection(ErrorCode.SESSION_FENCED);
        run(Duration.ofSeconds(60));
        assertThat(session.ended()).isDone();
        assertThat(listener.rejected).isEqualTo(ErrorCode.SESSION_FENCED);
        assertThat(listener.attempts).hasSize(1);
    }

    @Test
    void aClientThatIsBannedWhileItIsConnectedEndsAndSaysUntilWhen() {
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        gateway.closeConnection(ErrorCode.ADDRESS_BANNED);
        run(Duration.ofSeconds(60));
        assertThat(session.ended()).isDone();
        assertThat(listener.rejected).isEqualTo(ErrorCode.ADDRESS_BANNED);
        assertThat(listener.attempts).hasSize(1);
        assertThatThrownBy(() -> records.poll(Duration.ZERO))
                .isInstanceOfSatisfying(SluiceException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ADDRESS_BANNED);
                    assertThat(e).hasMessage("as told");
                });
    }

    @Test
    void aBannedClientThatConnectsIsToldSoAndDoesNotTryAgain() {
        gateway.refusals.add(new Message.Failure(ErrorCode.ADDRESS_BANNED, "banned until tomorrow"));
        ClientSession session = session(ReconnectPolicy.DEFAULT, gateway.address);
        session.connect();
        run(Duration.ofSeconds(60));
        assertThat(failureOf(session)).isEqualTo(ErrorCode.ADDRESS_BANNED);
        assertThat(listener.rejected).isEqualTo(ErrorCode.ADDRESS_BANNED);
        assertThat(listener.attempts).hasSize(1);
    }

    @Test
    void aGatewayThatIsNotReadyIsTriedAgainWithGrowingPauses() {
        for (int i = 0; i < 6; i++) {
            gateway.refusals.add(NOT_READY);
        }
        ClientSession session = session(ReconnectPolicy.DEFAULT, gateway.address);
        session.connect();
        assertThat(network.runUntil(() -> session.firstOpened().isDone(), 20 * SECOND)).isTrue();
        assertThat(listener.opened).containsExactly(false);
        assertThat(listener.attempts).hasSize(7);
        assertThat(listener.lost).containsOnly(ErrorCode.NOT_READY);
        assertThat(listener.rejected).isNull();
        for (int i = 0; i < 6; i++) {
            long full = Math.min(100L << i, 2000);
            assertThat(listener.pauses.get(i)).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }
    }

    /** Restarts the gateway with encryption; returns how often a certificate was judged from then on. */
    private AtomicInteger secure() {
        gateway.security = secured("the cluster's secret of the test");
        gateway.restart(ConnectionConfig.DEFAULT);
        AtomicInteger judged = new AtomicInteger();
        trust = GatewayTrust.deciding((address, certificate, fingerprint) -> judged.incrementAndGet());
        return judged;
    }

    private static ServerSecurity secured(String clusterSecret) {
        TicketKeys tickets = new TicketKeys(
                List.of(clusterSecret.getBytes(UTF_8)), Duration.ofHours(1), Duration.ofHours(1),
                InstantSource.fixed(Instant.EPOCH));
        return ServerSecurity.of(
                CertificateTrust.ofKeyStore(TestCertificates.gateway(), TestCertificates.PASSWORD), tickets);
    }

    @Test
    void aClientComesBackWithItsTicketInsteadOfAFullHandshake() throws Exception {
        AtomicInteger judged = secure();
        ClientSession session = opened();
        Subscription subscription = subscribed(session, SubscribeRequest.earliest("orders"));
        gateway.addRecords(10);
        run(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            gateway.restart(ConnectionConfig.DEFAULT);
            run(Duration.ofSeconds(20));
            gateway.addRecords(10);
            run(Duration.ofSeconds(1));
        }
        assertThat(taken(subscription)).isEqualTo(range(0, 40));
        assertThat(gateway.resumes).isEqualTo(3);
        assertThat(judged).hasValue(1);
    }

    @Test
    void aGatewayThatRefusesTheTicketIsGivenAFullHandshakeAtOnce() {
        AtomicInteger judged = secure();
        opened();
        run(Duration.ofSeconds(1));
        gateway.security = secured("another secret for every ticket.");
        gateway.restart(ConnectionConfig.DEFAULT);
        assertThat(network.runUntil(() -> gateway.resumes == 1, network.now() + 20 * SECOND)).isTrue();
        assertThat(judged).hasValue(2);
        assertThat(listener.lost).doesNotContain(ErrorCode.TICKET_REFUSED);
        assertThat(listener.rejected).isNull();
    }

    @Test
    void anUntrustedCertificateEndsTheSessionWithItsReason() {
        secure();
        trust = GatewayTrust.pinned(TestCertificates.fingerprint(TestCertificates.other()));
        ClientSession session = session(ReconnectPolicy.DEFAULT, gateway.address);
        session.connect();
        assertThat(network.runUntil(() -> session.ended().isDone(), 20 * SECOND)).isTrue();
        assertThat(failureOf(session)).isEqualTo(ErrorCode.CERTIFICATE_REJECTED);
        assertThat(listener.attempts).hasSize(1);
    }

    @Test
    void theListOfGatewaysIsTriedRoundAndRound() {
        ClientSession session = session(ReconnectPolicy.DEFAULT, address(8), address(9), gateway.address);
        session.connect();
        assertThat(network.runUntil(() -> session.firstOpened().isDone(), 30 * SECOND)).isTrue();
        assertThat(listener.attempts).containsExactly(address(8), address(9), gateway.address);
        // The pause grows only after a whole round.
        assertThat(listener.pauses).allMatch(pause -> pause.compareTo(Duration.ofMillis(100)) <= 0);
        gateway.stop();
        run(Duration.ofSeconds(40));
        List<InetSocketAddress> ring = List.of(address(8), address(9), gateway.address);
        assertThat(listener.attempts).hasSizeGreaterThan(7);
        for (int i = 4; i < listener.attempts.size(); i++) {
            int before = ring.indexOf(listener.attempts.get(i - 1));
            assertThat(listener.attempts.get(i)).isEqualTo(ring.get((before + 1) % 3));
        }
    }

    @Test
    void aLimitOnAttemptsEndsTheSession() {
        ClientSession session = session(ReconnectPolicy.DEFAULT.withMaxAttempts(3), address(9));
        session.connect();
        assertThat(network.runUntil(() -> session.ended().isDone(), 60 * SECOND)).isTrue();
        assertThat(listener.attempts).hasSize(3);
        assertThat(failureOf(session)).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
    }

    @Test
    void seekGoesElsewhereAndNothingOfTheOldPlaceFollows() throws Exception {
        gateway.addRecords(1000);
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        assertThat(Objects.requireNonNull(records.poll(Duration.ZERO)).offset()).isZero();
        records.seek(new Start.Offset(700));
        run(Duration.ofSeconds(1));
        assertThat(taken(records)).isEqualTo(range(700, 1000));
        records.restart();
        run(Duration.ofSeconds(1));
        assertThat(taken(records)).isEqualTo(range(0, 1000));
    }

    @Test
    void aSeekDuringAnOutageHoldsAfterwards() throws Exception {
        gateway.addRecords(100);
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 100));
        gateway.stop();
        run(Duration.ofSeconds(20));
        records.seek(new Start.Offset(40));
        gateway.restart(ConnectionConfig.DEFAULT);
        run(Duration.ofSeconds(6));
        assertThat(taken(records)).isEqualTo(range(40, 100));
    }

    @Test
    void processedPositionsAreCommittedWithinASecond() throws Exception {
        gateway.addRecords(10);
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        assertThat(taken(records)).isEqualTo(range(0, 10));
        run(Duration.ofMillis(1100));
        assertThat(heard(Message.Commit.class)).containsExactly(new Message.Commit(List.of(new Position(0, 10))));
        run(Duration.ofSeconds(10));
        assertThat(heard(Message.Commit.class)).hasSize(1);
    }

    @Test
    void pauseHoldsOverAResume() {
        Subscription records = subscribed(opened(), SubscribeRequest.earliest("orders"));
        records.pause();
        run(Duration.ofSeconds(1));
        assertThat(heard(Message.Pause.class)).hasSize(1);
        gateway.closeConnection();
        run(Duration.ofSeconds(1));
        assertThat(heard(Message.Pause.class)).hasSize(2);
        records.resume();
        run(Duration.ofSeconds(1));
        assertThat(heard(Message.Resume.class)).hasSize(1);
        assertThat(records.isPaused()).isFalse();
    }

    @Test
    void anUnknownTopicFailsItsStreamAlone() throws Exception {
        gateway.addRecords(10);
        ClientSession session = opened();
        Subscription missing = subscribed(session, SubscribeRequest.earliest("missing"));
        assertThatThrownBy(missing::awaitBegun)
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_UNKNOWN));
        assertThat(taken(subscribed(session, SubscribeRequest.earliest("orders")))).isEqualTo(range(0, 10));
    }

    @Test
    void aClientThatDoesNotTakeIsSentABoundedLotAndThenTheRest() throws Exception {
        gateway.addRecords(100_000);
        ClientSession session = opened();
        Subscription records = subscribed(session, SubscribeRequest.earliest("orders"));
        run(Duration.ofSeconds(5));
        long taken = 0;
        int rounds = 0;
        while (taken < 100_000 && rounds++ < 1000) {
            List<Long> some = taken(records);
            assertThat(some).isEqualTo(range(taken, taken + some.size()));
            assertThat(some.size()).isLessThan(20_000);
            taken += some.size();
            run(Duration.ofMillis(50));
        }
        assertThat(taken).isEqualTo(100_000);
    }

    // Publishing.

    private Publication publication(ClientSession session) {
        Publication publication = new Publication(session, session.takeNumber(), PublishRequest.to("orders"));
        publication.begin();
        run(Duration.ofMillis(100));
        return publication;
    }

    @Test
    void whatIsNotConfirmedIsSentAgainAfterAResume() throws Exception {
        Publication orders = publication(opened());
        for (int i = 1; i <= 50; i++) {
            orders.send(null, ("order " + i).getBytes(UTF_8));
        }
        run(Duration.ofSeconds(1));
        assertThat(orders.lastConfirmed()).isEqualTo(50);
        gateway.stop();
        for (int i = 51; i <= 80; i++) {
            assertThat(orders.send(null, ("order " + i).getBytes(UTF_8))).isEqualTo(i);
        }
        run(Duration.ofSeconds(20));
        gateway.restart(ConnectionConfig.DEFAULT);
        run(Duration.ofSeconds(6));
        assertThat(orders.lastConfirmed()).isEqualTo(80);
        assertThat(gateway.published.keySet()).containsExactlyElementsOf(range(1, 81));
        assertThat(new String(Objects.requireNonNull(gateway.published.get(77L)), UTF_8)).isEqualTo("order 77");
    }

    @Test
    void whatTheGatewayTookBeforeItsConfirmationWasLostIsNotSentAgain() throws Exception {
        Publication orders = publication(opened());
        gateway.confirming = false;
        for (int i = 1; i <= 10; i++) {
            orders.send(null, new byte[]{(byte) i});
        }
        run(Duration.ofSeconds(1));
        assertThat(orders.lastConfirmed()).isZero();
        gateway.confirming = true;
        gateway.closeConnection();
        run(Duration.ofSeconds(2));
        assertThat(orders.awaitConfirmed(Duration.ZERO)).isTrue();
        assertThat(gateway.published).hasSize(10);
    }

    @Test
    void aMessageTooLargeForTheGatewayFailsByName() throws Exception {
        gateway.restart(ConnectionConfig.DEFAULT.withLimits(1000, 16));
        Publication orders = publication(opened());
        orders.send(null, new byte[2000]);
        assertThatThrownBy(() -> orders.awaitConfirmed(Duration.ZERO))
                .isInstanceOfSatisfying(
                        SluiceException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
    }

    // Sequences.

    private SequenceReceiver sequence(ClientSession session, int length) {
        SequenceReceiver receiver = new SequenceReceiver(
                session, session.takeNumber(), new SequenceRequest(length, Duration.ofMillis(1)));
        receiver.begin();
        run(Duration.ofMillis(100));
        return receiver;
    }

    @Test
    void aSequenceIsReceivedAndItsChecksumsAgreeOverAResume() throws Exception {
        gateway.sequenceItems = 120;
        gateway.repeats = 7;
        ClientSession session = opened();
        SequenceReceiver receiver = sequence(session, 300);
        assertThat(receiver.length()).isEqualTo(300);
        gateway.sequenceItems = Long.MAX_VALUE;
        gateway.closeConnection();
        run(Duration.ofSeconds(2));
        for (long i = 0; i < 300; i++) {
            assertThat(Objects.requireNonNull(receiver.next()).index()).isEqualTo(i);
        }
        assertThat(receiver.next()).isNull();
        assertThat(Objects.requireNonNull(receiver.verify()).isEqual()).isTrue();
        assertThat(heard(Message.SequenceRequest.class).getLast().nextIndex()).isEqualTo(120);
        assertThat(heard(Message.SequenceVerified.class)).hasSize(1);
    }

    // The end.

    @Test
    void closeEndsTheSessionAtTheGateway() {
        ClientSession session = opened();
        session.close();
        assertThat(network.runUntil(() -> session.ended().isDone(), network.now() + 5 * SECOND)).isTrue();
        assertThat(heard(Message.EndSession.class)).hasSize(1);
        assertThat(listener.lost).isEmpty();
    }

    @Test
    void closeWhileAwayEndsAtOnce() {
        ClientSession session = opened();
        gateway.stop();
        run(Duration.ofSeconds(20));
        session.close();
        assertThat(session.ended()).isDone();
        int attempts = listener.attempts.size();
        run(Duration.ofSeconds(20));
        assertThat(listener.attempts).hasSize(attempts);
    }
}
