package io.sluice.crsp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that begins more streams than its gateway allows at the time. */
@Timeout(60)
class StreamCreditTest {
    private static final InetSocketAddress GATEWAY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);
    /** One of them is the session's own. */
    private static final int ALLOWED = 4;

    private final SimulatedNetwork network = new SimulatedNetwork(
            LinkSettings.builder().delay(Duration.ofMillis(5), Duration.ofMillis(5)).build(), 1);
    private final ScriptedGateway gateway = new ScriptedGateway(network, GATEWAY,
            ConnectionConfig.DEFAULT.withLimits(1000, ALLOWED));
    private final ClientSession session = session();

    private ClientSession session() {
        ClientOptions options = ClientOptions.builder().trust(GatewayTrust.plain()).gateway(GATEWAY).build();
        Endpoint endpoint = new Endpoint(EndpointConfig.plain(options.connection(), new byte[16]), null,
                network.newRandom());
        network.attach(new InetSocketAddress("127.0.0.100", 4650), endpoint);
        ClientSession made = new ClientSession(new SimulatedLoop(network, endpoint), options, network.newRandom());
        made.connect();
        return made;
    }

    private List<Subscription> subscriptions(int count) {
        run(Duration.ofMillis(100));
        List<Subscription> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Subscription each = new Subscription(session, session.takeNumber(),
                    SubscribeRequest.earliest("orders-" + i));
            each.begin();
            all.add(each);
        }
        run(Duration.ofMillis(100));
        return all;
    }

    private void run(Duration time) {
        network.runTo(network.now() + time.toNanos());
    }

    private List<String> begun() {
        return gateway.heard.stream().filter(Message.Subscribe.class::isInstance).map(Message.Subscribe.class::cast)
                .map(Message.Subscribe::topic).toList();
    }

    @Test
    void streamsBeyondTheLimitBeginInTurnWhenOthersHaveEnded() throws Exception {
        List<Subscription> all = subscriptions(ALLOWED + 1);
        assertThat(begun()).containsExactly("orders-0", "orders-1", "orders-2");

        all.get(0).close();
        all.get(1).close();
        run(Duration.ofSeconds(1));

        assertThat(begun()).containsExactly("orders-0", "orders-1", "orders-2", "orders-3", "orders-4");
        run(Duration.ofSeconds(60));
        assertThat(all.get(3).poll(Duration.ZERO)).isNull();
        assertThat(all.get(4).poll(Duration.ZERO)).isNull();
    }

    @Test
    void aStreamThatIsNotAllowedInTimeFailsByName() throws Exception {
        List<Subscription> all = subscriptions(ALLOWED);
        Subscription late = all.getLast();
        run(Duration.ofSeconds(5));
        assertThat(late.poll(Duration.ZERO)).isNull();

        run(Duration.ofSeconds(6));

        assertThatThrownBy(() -> late.poll(Duration.ZERO)).isInstanceOfSatisfying(SluiceException.class,
                e -> assertThat(e.code()).isEqualTo(ErrorCode.STREAM_LIMIT_ERROR));
        assertThat(all.getFirst().poll(Duration.ZERO)).isNull();
    }

    @Test
    void aStreamThatIsClosedWhileItWaitsIsNotBegun() {
        List<Subscription> all = subscriptions(ALLOWED + 1);
        all.get(3).close();
        all.get(0).close();
        all.get(1).close();
        run(Duration.ofSeconds(1));

        assertThat(begun()).containsExactly("orders-0", "orders-1", "orders-2", "orders-4");
    }

    @Test
    void theNextConnectionHasRoomForThoseThatWaited() throws Exception {
        List<Subscription> all = subscriptions(ALLOWED);
        all.getFirst().close();
        gateway.closeConnection();
        run(Duration.ofSeconds(20));

        assertThat(begun()).endsWith("orders-1", "orders-2", "orders-3");
        assertThat(all.getLast().poll(Duration.ZERO)).isNull();
    }
}
