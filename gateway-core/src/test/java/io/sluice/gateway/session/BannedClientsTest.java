package io.sluice.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EventLoop;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.session.Message;
import io.sluice.crsp.session.MessageCodec;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.gateway.ban.Ban;
import io.sluice.gateway.config.TestSettings;
import io.sluice.gateway.kafka.InternalTopics;
import io.sluice.gateway.store.CommitCounters;
import io.sluice.gateway.store.SessionCodec;
import io.sluice.gateway.store.SessionRecord;
import io.sluice.gateway.store.ShardWriter;
import io.sluice.gateway.store.StoredStream;
import io.sluice.gateway.store.TransactionalWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of banned addresses at a gateway's sessions, in a simulated network. The producer is Kafka's own mock. */
@Timeout(60)
class BannedClientsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final InetSocketAddress GATEWAY = new InetSocketAddress("10.0.0.100", 4650);
    private static final long MILLI = 1_000_000L;

    private final SimulatedNetwork network = new SimulatedNetwork(
            LinkSettings.builder().delay(Duration.ofMillis(5), Duration.ofMillis(5)).build(), 1);
    private final Loop loop = new Loop();
    private final Map<InetAddress, Ban> bans = new HashMap<>();
    private final SessionManager manager = new SessionManager(TestSettings.defaults(),
            new SessionContext(loop, Clock.fixed(NOW, ZoneOffset.UTC), network.newRandom()), new NoStreams(),
            new NoOthers(), bans::get, 1, () -> {});
    private final ShardWriter writer = writer(loop);

    /** The network's clock; what other threads hand in is run when the test says so. */
    private final class Loop implements EventLoop {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

        @Override
        public long now() {
            return network.now();
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Scheduled schedule(long delayNanos, Runnable task) {
            boolean[] cancelled = {false};
            network.at(network.now() + delayNanos, () -> {
                if (!cancelled[0]) {
                    task.run();
                }
            });
            return () -> cancelled[0] = true;
        }

        @Override
        public EndpointConnection connect(InetSocketAddress remote, ClientSecurity security,
                ConnectionHandler handler) {
            throw new UnsupportedOperationException("a gateway begins none");
        }
    }

    private static final class NoStreams implements StreamFactory {
        @Override
        public long numberOf(Message opening) {
            return -1;
        }

        @Override
        public SessionStream create(Session session, long number, Message opening) {
            throw new UnsupportedOperationException("there are no streams");
        }

        @Override
        public @Nullable SessionStream restore(Session session, StoredStream stored) {
            return null;
        }
    }

    private static final class NoOthers implements GatewayDirectory {
        @Override
        public Message.@Nullable Redirect toOwnerOf(int shard) {
            return null;
        }

        @Override
        public Message.@Nullable Redirect toAnother() {
            return null;
        }
    }

    /** A client that asks for one session, and remembers what it was told. */
    private final class Client implements ConnectionHandler {
        private final Message request;
        private @Nullable Message answer;
        private @Nullable CloseReason closed;

        Client(String host, int port, Message request) {
            this.request = request;
            InetSocketAddress address = new InetSocketAddress(host, port);
            Endpoint endpoint = new Endpoint(EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]), null,
                    network.newRandom());
            network.attach(address, endpoint);
            var _ = endpoint.connect(network.now(), GATEWAY, ClientSecurity.plain(), this);
        }

        @Override
        public void onEvent(EndpointConnection from, ConnectionEvent event) {
            switch (event) {
                case ConnectionEvent.Established ignored ->
                    Objects.requireNonNull(from.connection().openStream()).offer(MessageCodec.encode(request));
                case ConnectionEvent.StreamReadable(Stream stream) -> {
                    for (byte[] bytes = stream.poll(); bytes != null; bytes = stream.poll()) {
                        answer = MessageCodec.decode(bytes);
                    }
                }
                case ConnectionEvent.Closed(CloseReason reason) -> closed = reason;
                default -> {
                }
            }
        }

        boolean isAnswered() { return answer != null; }

        SessionId session() {
            assertThat(answer).isInstanceOf(Message.SessionOpened.class);
            return ((Message.SessionOpened) Objects.requireNonNull(answer)).id();
        }

        void assertRefused(Ban ban) {
            assertThat(answer).isEqualTo(new Message.Failure(ErrorCode.ADDRESS_BANNED, ban.toClient()));
        }

        void assertEnded(Ban ban) {
            assertThat(closed).isEqualTo(
                    new CloseReason(CloseReason.Origin.PEER, ErrorCode.ADDRESS_BANNED, ban.toClient()));
        }
    }

    private static ShardWriter writer(Loop loop) {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(true, null, new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        TransactionalWriter.Settings settings = new TransactionalWriter.Settings(new InternalTopics("test"),
                new SessionCodec(), 1_000_000, Duration.ZERO, topic -> false, topic -> true,
                /* confirmBeforeCommit= */ false,
                new CommitCounters());
        return new TransactionalWriter("test-writer", settings, producer, loop::execute, Thread::new)
                .begin(0, failure -> {});
    }

    @BeforeEach
    void serve() {
        network.attach(GATEWAY, new Endpoint(
                EndpointConfig.plain(ConnectionConfig.DEFAULT, "0123456789abcdef".getBytes(StandardCharsets.UTF_8)),
                remote -> manager.newConnection(), network.newRandom()));
        manager.onServed(0, writer, List.<SessionRecord>of());
    }

    @AfterEach
    void end() {
        writer.abandon();
    }

    private void pass(long millis) {
        for (Runnable task = loop.tasks.poll(); task != null; task = loop.tasks.poll()) {
            task.run();
        }
        network.runTo(network.now() + millis * MILLI);
    }

    /** Runs until something is so; the writer is a thread of its own, and may take a moment. */
    private void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            pass(1);
            Thread.onSpinWait();
        }
    }

    private <T> T answerOf(CompletableFuture<T> answer) {
        await(answer::isDone);
        return answer.join();
    }

    private Client client(String host, int port) {
        Client client = new Client(host, port, new Message.OpenSession("screen", Duration.ZERO));
        await(client::isAnswered);
        return client;
    }

    private Client returning(String host, int port, SessionId session) {
        Client client = new Client(host, port, new Message.ResumeSession(session, 1, "screen"));
        await(client::isAnswered);
        return client;
    }

    private Ban ban(String host) {
        Ban ban = new Ban(host, NOW.plusSeconds(3600), "admin", "floods", NOW);
        bans.put(InetAddress.ofLiteral(host), ban);
        manager.onBanned(ban);
        return ban;
    }

    private SessionDetails details(SessionId session) {
        SessionAnswer answer = answerOf(manager.operations().show(session.toString()));
        assertThat(answer).isInstanceOf(SessionAnswer.Found.class);
        return ((SessionAnswer.Found) answer).session();
    }

    @Test
    void aClientOfABannedAddressGetsNoSessionAndIsToldUntilWhen() {
        Ban ban = ban("10.0.0.1");
        client("10.0.0.1", 1).assertRefused(ban);
        assertThat(manager.count()).isZero();
        assertThat(manager.statistics().refusedTotal()).isEqualTo(1);
        assertThat(client("10.0.0.2", 1).session()).isNotNull();
    }

    @Test
    void aBanEndsTheConnectionsOfItsAddressAndTheirSessionsWait() {
        Client one = client("10.0.0.1", 1);
        Client two = client("10.0.0.1", 2);
        Client other = client("10.0.0.2", 1);
        assertThat(answerOf(manager.operations().countFrom(InetAddress.ofLiteral("10.0.0.1")))).isEqualTo(2);
        Ban ban = ban("10.0.0.1");
        await(() -> one.closed != null && two.closed != null);
        one.assertEnded(ban);
        two.assertEnded(ban);

        assertThat(answerOf(manager.operations().countFrom(InetAddress.ofLiteral("10.0.0.1")))).isZero();
        assertThat(details(one.session()).session().state()).isEqualTo("DETACHED");
        assertThat(details(one.session()).address()).isEqualTo("10.0.0.1");
        assertThat(manager.operations().events(one.session().toString(), 1)).singleElement()
                .satisfies(event -> assertThat(event.detail()).isEqualTo(ban.toClient()));
        assertThat(details(other.session()).session().state()).isEqualTo("ACTIVE");
        assertThat(other.closed).isNull();
    }

    @Test
    void aBannedClientIsNotResumedAndAfterTheBanItIs() {
        SessionId session = client("10.0.0.1", 1).session();
        Ban ban = ban("10.0.0.1");
        returning("10.0.0.1", 2, session).assertRefused(ban);
        bans.clear();
        assertThat(returning("10.0.0.1", 3, session).session()).isEqualTo(session);
    }

    @Test
    void theSameClientElsewhereIsNotConcerned() {
        SessionId session = client("10.0.0.1", 1).session();
        ban("10.0.0.1");
        assertThat(returning("10.0.0.2", 1, session).session()).isEqualTo(session);
    }

    @Test
    void aClientThatMovesToABannedAddressIsEndedThere() {
        Client client = client("10.0.0.1", 1);
        Ban ban = ban("10.0.0.2");
        network.move(new InetSocketAddress("10.0.0.1", 1), new InetSocketAddress("10.0.0.2", 1));
        await(() -> client.closed != null);
        client.assertEnded(ban);
        assertThat(details(client.session()).session().state()).isEqualTo("DETACHED");
        assertThat(details(client.session()).address()).isEqualTo("10.0.0.2");
    }

    @Test
    void aClientThatHasMovedAwayIsNotFoundAtItsOldAddress() {
        Client client = client("10.0.0.1", 1);
        network.move(new InetSocketAddress("10.0.0.1", 1), new InetSocketAddress("10.0.0.3", 1));
        InetAddress there = InetAddress.ofLiteral("10.0.0.3");
        await(() -> manager.countFrom(there) == 1);
        ban("10.0.0.1");
        pass(100);
        assertThat(client.closed).isNull();
        Ban ban = ban("10.0.0.3");
        await(() -> client.closed != null);
        client.assertEnded(ban);
    }

    @Test
    void hundredsOfClientsBehindOneAddressAreEndedSomeAtATime() {
        List<Client> clients = new ArrayList<>();
        for (int port = 1; port <= 500; port++) {
            clients.add(new Client("10.0.0.1", port, new Message.OpenSession("screen", Duration.ZERO)));
        }
        await(() -> clients.stream().allMatch(Client::isAnswered));
        Ban ban = ban("10.0.0.1");
        await(() -> clients.stream().allMatch(client -> client.closed != null));
        assertThat(clients).allSatisfy(client -> client.assertEnded(ban));
        assertThat(manager.countFrom(InetAddress.ofLiteral("10.0.0.1"))).isZero();
    }
}
