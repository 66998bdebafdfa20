package io.sluice.crsp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A client whose network blocks UDP uses TCP, and comes back. The gateway's TCP port is an address of its own here. */
class TransportFallbackTest {
    private static final InetSocketAddress UDP = new InetSocketAddress("10.0.0.1", 4650);
    private static final InetSocketAddress TCP = new InetSocketAddress("10.0.0.2", 4650);
    private static final InetSocketAddress CLIENT = new InetSocketAddress("10.0.0.3", 4650);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimulatedNetwork network = new SimulatedNetwork(
            LinkSettings.builder().delay(Duration.ofMillis(5), Duration.ofMillis(5)).build(), 1);
    private final ScriptedGateway gateway = new ScriptedGateway(network, UDP, ConnectionConfig.DEFAULT);
    private final List<Transport> used = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final List<CloseReason> lost = new ArrayList<>();

    private final class Listener implements ClientListener {
        @Override
        public void onConnecting(InetSocketAddress address, int attempt) {
            attempts.add(attempt);
        }

        @Override
        public void onConnected(SessionId session, boolean resumed, InetSocketAddress address, Transport over) {
            used.add(over);
        }

        @Override
        public void onDisconnected(CloseReason reason, Duration retryIn) {
            lost.add(reason);
        }
    }

    private ClientSession begin(TransportPolicy policy) {
        ClientOptions options = ClientOptions.builder().plain().gateway(UDP).listener(new Listener())
                .transport(policy.withProbes(SECOND, SECOND.multipliedBy(4))).build();
        Endpoint endpoint = new Endpoint(EndpointConfig.plain(options.connection(), new byte[16]), null,
                network.newRandom());
        network.attach(CLIENT, endpoint);
        ClientSession session = new ClientSession(new SimulatedLoop(network, endpoint, TCP), options,
                network.newRandom());
        session.connect();
        return session;
    }

    private void run(Duration time) {
        network.runTo(network.now() + time.toNanos());
    }

    private void blockUdp() {
        gateway.stop();
    }

    private void unblockUdp() {
        gateway.listenAt(UDP, ConnectionConfig.DEFAULT);
    }

    private void offerTcp() {
        gateway.listenAt(TCP, ConnectionConfig.DEFAULT);
    }

    private static List<Long> taken(Subscription subscription) throws InterruptedException, SluiceException {
        List<Long> offsets = new ArrayList<>();
        for (Delivery next = subscription.poll(Duration.ZERO); next != null; next = subscription.poll(Duration.ZERO)) {
            offsets.add(next.offset());
        }
        return offsets;
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void prefersUdpWhereItWorks() {
        offerTcp();
        begin(TransportPolicy.AUTO);
        run(SECOND);
        assertThat(used).containsExactly(Transport.UDP);
    }

    @Test
    void takesTcpAtTheSameGatewayBeforeAnyPauseIfUdpGetsNoAnswer() {
        offerTcp();
        blockUdp();
        begin(TransportPolicy.AUTO);
        run(SECOND.multipliedBy(4));
        assertThat(used).containsExactly(Transport.TCP);
        assertThat(attempts).containsExactly(1);
        assertThat(lost).isEmpty();
    }

    @Test
    void comesBackToUdpWithNothingLostAndNothingTwice() throws Exception {
        offerTcp();
        blockUdp();
        ClientSession session = begin(TransportPolicy.AUTO);
        run(SECOND.multipliedBy(4));
        Subscription records = new Subscription(session, session.takeNumber(), SubscribeRequest.earliest("orders"));
        records.begin();
        Publication messages = new Publication(session, session.takeNumber(), PublishRequest.to("orders"));
        messages.begin();
        gateway.addRecords(100);
        run(SECOND);
        unblockUdp();
        gateway.confirming = false;
        for (int i = 1; i <= 10; i++) {
            messages.send(null, Integer.toString(i).getBytes(UTF_8));
        }
        gateway.addRecords(100);
        assertThat(network.runUntil(() -> used.size() == 2, network.now() + SECOND.multipliedBy(20).toNanos()))
                .isTrue();
        gateway.confirming = true;
        gateway.addRecords(100);
        run(SECOND);
        assertThat(used).containsExactly(Transport.TCP, Transport.UDP);
        assertThat(session.resumes()).isEqualTo(1);
        assertThat(taken(records)).isEqualTo(range(0, 300));
        assertThat(gateway.published).hasSize(10);
        assertThat(lost).isEmpty();
        run(SECOND.multipliedBy(60));
        assertThat(used).hasSize(2);
    }

    @Test
    void aLostTcpConnectionIsResumedOverTcpAtOnce() {
        offerTcp();
        blockUdp();
        ClientSession session = begin(TransportPolicy.AUTO);
        run(SECOND.multipliedBy(6));
        gateway.closeConnection();
        run(SECOND);
        assertThat(used).containsExactly(Transport.TCP, Transport.TCP);
        assertThat(session.resumes()).isEqualTo(1);
    }

    @Test
    void tellsOfBothIfNeitherGetsAnAnswer() {
        blockUdp();
        begin(TransportPolicy.AUTO);
        run(SECOND.multipliedBy(7));
        assertThat(used).isEmpty();
        assertThat(lost).hasSize(1);
        assertThat(lost.getFirst().message())
                .isEqualTo("no answer from the gateway; over TCP: no answer from the gateway");
    }

    @Test
    void usesNothingButWhatTheOptionsName() {
        offerTcp();
        begin(TransportPolicy.TCP);
        run(SECOND.multipliedBy(40));
        assertThat(used).containsExactly(Transport.TCP);
        used.clear();
        blockUdp();
        begin(TransportPolicy.UDP);
        run(SECOND.multipliedBy(40));
        assertThat(used).isEmpty();
    }

    @Test
    void theTimeBetweenProbesDoublesUpToItsEnd() {
        TransportChoice choice = new TransportChoice(TransportPolicy.AUTO.withProbes(SECOND, SECOND.multipliedBy(5)));
        assertThat(LongStream.generate(choice::nextProbePause).limit(5).map(nanos -> nanos / SECOND.toNanos()))
                .containsExactly(1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void closingWhileProbingLeavesNothingBehind() {
        offerTcp();
        blockUdp();
        ClientSession session = begin(TransportPolicy.AUTO);
        assertThat(network.runUntil(() -> !used.isEmpty(), network.now() + SECOND.multipliedBy(10).toNanos())).isTrue();
        run(SECOND.plusMillis(100));
        session.close();
        unblockUdp();
        run(SECOND.multipliedBy(60));
        assertThat(session.ended()).isDone();
        assertThat(used).containsExactly(Transport.TCP);
    }
}
