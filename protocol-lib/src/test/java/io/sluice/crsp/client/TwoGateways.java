package io.sluice.crsp.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.DatagramConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Two gateways of a cluster and a client that knows both, or only the first, in a simulated network. */
final class TwoGateways {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1000 * MILLI;
    private static final ConnectionConfig OF_GATEWAY = ConnectionConfig.DEFAULT
            .withIdle(Duration.ofSeconds(15), Duration.ZERO).withDatagrams(DatagramConfig.ACCEPTED);

    /** What the client told, in words. */
    final List<String> told = new ArrayList<>();
    final List<InetSocketAddress> attempts = new ArrayList<>();
    final SimulatedNetwork network;
    final ScriptedCluster cluster = new ScriptedCluster();
    final ScriptedGateway first;
    final ScriptedGateway second;
    final ClientSession session;
    private @Nullable Subscription subscription;
    private @Nullable Publication publication;
    private final List<Long> received = new ArrayList<>();
    private long sent;

    private final class Listener implements ClientListener {
        @Override
        public void onConnecting(InetSocketAddress gateway, int attempt) {
            attempts.add(gateway);
        }

        @Override
        public void onConnected(SessionId id, boolean resumed, InetSocketAddress gateway, Transport over) {
            told.add((resumed ? "resumed at " : "opened at ") + name(gateway));
        }

        @Override
        public void onDisconnected(CloseReason reason, Duration retryIn) {
            told.add("lost for " + reason.code());
        }

        @Override
        public void onRedirected(String gatewayId, InetSocketAddress to) {
            told.add("sent on to " + name(to));
        }

        @Override
        public void onSilent(InetSocketAddress gateway, InetSocketAddress asked) {
            told.add(name(gateway) + " is silent, " + name(asked) + " is asked");
        }

        @Override
        public void onHeard(InetSocketAddress gateway) {
            told.add(name(gateway) + " is heard");
        }

        @Override
        public void onRejected(ErrorCode code, String message) {
            told.add("rejected for " + code);
        }
    }

    TwoGateways(LinkSettings links, long seed) {
        this(links, seed, /* knowsBoth= */ true);
    }

    TwoGateways(LinkSettings links, long seed, boolean knowsBoth) {
        network = new SimulatedNetwork(links, seed);
        first = new ScriptedGateway(network, address(1), OF_GATEWAY, cluster);
        second = new ScriptedGateway(network, address(2), OF_GATEWAY, cluster);
        ClientOptions.Builder options = ClientOptions.builder().plain().listener(new Listener())
                .transport(TransportPolicy.UDP).gateway(address(1));
        if (knowsBoth) {
            options.gateway(address(2));
        }
        ClientOptions built = options.build();
        Endpoint endpoint = new Endpoint(EndpointConfig.plain(built.connection(), new byte[16]), null,
                network.newRandom());
        network.attach(address(100), endpoint);
        session = new ClientSession(new SimulatedLoop(network, endpoint), built, network.newRandom());
    }

    static LinkSettings links(int millis, double loss) {
        return LinkSettings.builder().delay(Duration.ofMillis(millis), Duration.ofMillis(millis)).loss(loss).build();
    }

    static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    static String name(InetSocketAddress gateway) {
        return switch (gateway.getHostString()) {
            case "127.0.0.1" -> "first";
            case "127.0.0.2" -> "second";
            default -> gateway.getHostString();
        };
    }

    static Message.Redirect to(int host) {
        return new Message.Redirect("gw" + host, "127.0.0." + host, 4650);
    }

    /** Opens the session at the first gateway, with a subscription and a publication. */
    void open() {
        connect();
        subscription = new Subscription(session, session.takeNumber(), SubscribeRequest.earliest("orders"));
        subscription.begin();
        publication = new Publication(session, session.takeNumber(), PublishRequest.to("orders"));
        publication.begin();
        run(Duration.ofMillis(500));
        told.clear();
    }

    void connect() {
        session.connect();
        assertThat(network.runUntil(() -> session.firstOpened().isDone(), network.now() + 30 * SECOND)).isTrue();
    }

    void run(Duration time) {
        network.runTo(network.now() + time.toNanos());
    }

    /** Runs until something was told, at most for this long. */
    boolean runUntilTold(String what, Duration atMost) {
        return network.runUntil(() -> told.contains(what), network.now() + atMost.toNanos());
    }

    /** Publishes and produces one each now and then until that time, and takes what came. */
    void exchange(Duration time, Duration pause) throws InterruptedException, SluiceException {
        for (long end = network.now() + time.toNanos(); network.now() < end;) {
            exchangeOnce();
            run(pause);
        }
    }

    void exchangeOnce() throws InterruptedException, SluiceException {
        Objects.requireNonNull(publication).send(null, Long.toString(++sent).getBytes(UTF_8));
        cluster.records++;
        (second.isServing() ? second : first).addRecords(0);
        take();
    }

    private void take() throws InterruptedException, SluiceException {
        Subscription records = Objects.requireNonNull(subscription);
        for (Delivery next = records.poll(Duration.ZERO); next != null; next = records.poll(Duration.ZERO)) {
            received.add(next.offset());
        }
    }

    int received() throws InterruptedException, SluiceException {
        take();
        return received.size();
    }

    /** Every record came once and in order, and every message is with the cluster and confirmed. */
    void assertNothingLostOrRepeated() throws InterruptedException, SluiceException {
        take();
        assertThat(received).containsExactlyElementsOf(LongStream.range(0, cluster.records).boxed().toList());
        assertThat(cluster.published.keySet())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, sent).boxed().toList());
        assertThat(Objects.requireNonNull(publication).lastConfirmed()).isEqualTo(sent);
    }
}
