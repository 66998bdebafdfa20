package io.sluice.crsp.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionStatistics;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.udp.UdpSettings.Driver;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What both drivers promise, on real sockets. */
@Timeout(60)
class UdpTransportTest {
    private static final EndpointConfig CONFIG = EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]);

    /** Sends messages and gathers what comes back; as a gateway, sends back what comes. */
    private static final class Talk implements ConnectionHandler {
        private final boolean client;
        final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        final CompletableFuture<Stream> opened = new CompletableFuture<>();
        final CompletableFuture<EndpointConnection> connection = new CompletableFuture<>();
        final AtomicInteger moves = new AtomicInteger();
        final List<Thread> threads = new CopyOnWriteArrayList<>();

        Talk(boolean client) {
            this.client = client;
        }

        @Override
        public void onEvent(EndpointConnection from, ConnectionEvent event) {
            connection.complete(from);
            threads.add(Thread.currentThread());
            switch (event) {
                case ConnectionEvent.Established ignored -> {
                    if (client) {
                        opened.complete(Objects.requireNonNull(from.connection().openStream()));
                    }
                }
                case ConnectionEvent.StreamReadable(Stream stream) -> {
                    for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                        received.add(message);
                        if (!client) {
                            stream.offer(message);
                        }
                    }
                }
                case ConnectionEvent.PathChanged ignored -> moves.incrementAndGet();
                case ConnectionEvent.Closed(CloseReason reason) -> closed.complete(reason);
                default -> {
                }
            }
        }

        /** Sends a message and waits for its echo. */
        byte[] ask(UdpLoop loop, byte[] message) throws Exception {
            Stream stream = opened.get(10, TimeUnit.SECONDS);
            loop.execute(() -> {
                stream.offer(message);
                connection.getNow(null).wakeUp();
            });
            byte @Nullable [] answer = received.poll(20, TimeUnit.SECONDS);
            return Objects.requireNonNull(answer, "no answer came");
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static UdpTransport open(Driver driver, int loops, @Nullable ConnectionHandler handler) throws IOException {
        UdpSettings settings = UdpSettings.of(anyPort()).withLoops(loops).withDriver(driver);
        return handler == null
                ? UdpTransport.openEach(settings, CONFIG, null, Thread.ofPlatform().factory())
                : UdpTransport.openEach(settings, CONFIG, loop -> remote -> handler, Thread.ofPlatform().factory());
    }

    private static <T> T on(UdpLoop loop, Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfManyDatagramsComesBackWhole(Driver driver) throws Exception {
        Talk atClient = new Talk(true);
        try (UdpTransport server = open(driver, 1, new Talk(false)); UdpTransport client = open(driver, 1, null)) {
            client.loop().execute(() -> client.loop().connect(server.localAddress(), ClientSecurity.plain(), atClient));
            for (int size : List.of(1, 1100, 50_000, 200_001)) {
                byte[] message = bytes(size, size);
                assertThat(Arrays.equals(atClient.ask(client.loop(), message), message)).as("%d bytes", size).isTrue();
            }
            assertThat(on(client.loop(), () -> client.loop().endpoint().statistics().malformed())).isZero();
            assertThat(on(server.loop(), () -> server.loop().endpoint().statistics().corrupt())).isZero();
        }
    }

    @Test
    void moreHandshakesThanThePaceAllowsWaitAndAreServedInTheEnd() throws Exception {
        UdpSettings slow = UdpSettings.of(anyPort()).withHandshakesPerSecond(100);
        List<Talk> talks = new ArrayList<>();
        try (UdpTransport server = UdpTransport.open(
                slow, CONFIG, remote -> new Talk(false), Thread.ofPlatform().factory());
                UdpTransport client = open(Driver.AUTO, 1, null)) {
            for (int i = 0; i < 50; i++) {
                Talk talk = new Talk(true);
                talks.add(talk);
                client.loop().execute(() -> client.loop().connect(server.localAddress(), ClientSecurity.plain(), talk));
            }
            for (Talk talk : talks) {
                byte[] message = bytes(100, 1);
                assertThat(talk.ask(client.loop(), message)).isEqualTo(message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesSurviveALossyLink(Driver driver) throws Exception {
        Talk atClient = new Talk(true);
        LinkSettings lossy = LinkSettings.builder().loss(0.1).corruption(0.1)
                .delay(Duration.ZERO, Duration.ofMillis(10)).build();
        try (UdpTransport server = open(driver, 1, new Talk(false));
                UdpRelay relay = UdpRelay.start(
                        RelaySettings.builder(anyPort(), server.localAddress()).both(lossy).seed(7).build());
                UdpTransport client = open(driver, 1, null)) {
            client.loop().execute(() -> client.loop().connect(relay.localAddress(), ClientSecurity.plain(), atClient));
            for (int i = 0; i < 10; i++) {
                byte[] message = bytes(5000, i);
                assertThat(Arrays.equals(atClient.ask(client.loop(), message), message)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NATIVE, NATIVE, true", "NATIVE, NIO, false", "NIO, NATIVE, false"})
    void marksOfCongestionAreUsedWhereBothDriversCanSetAndReadThem(Driver mine, Driver theirs, boolean used)
            throws Exception {
        Talk atClient = new Talk(true);
        Talk atServer = new Talk(false);
        try (UdpTransport server = open(theirs, 1, atServer); UdpTransport client = open(mine, 1, null)) {
            client.loop().execute(() -> client.loop().connect(server.localAddress(), ClientSecurity.plain(), atClient));
            for (int i = 0; i < 5; i++) {
                atClient.ask(client.loop(), bytes(50_000, i));
            }
            assertThat(isEcnCapable(client.loop(), atClient)).isEqualTo(used);
            assertThat(isEcnCapable(server.loop(), atServer)).isEqualTo(used);
        }
    }

    private static boolean isEcnCapable(UdpLoop loop, Talk talk) throws Exception {
        EndpointConnection connection = talk.connection.get(10, TimeUnit.SECONDS);
        return on(loop, () -> connection.connection().isEcnCapable());
    }

    @ParameterizedTest
    @EnumSource
    void closingTellsThePeerAndFreesThePort(Driver driver) throws Exception {
        Talk atClient = new Talk(true);
        InetSocketAddress address;
        try (UdpTransport client = open(driver, 1, null)) {
            try (UdpTransport server = open(driver, 1, new Talk(false))) {
                address = server.localAddress();
                client.loop().execute(() -> client.loop().connect(address, ClientSecurity.plain(), atClient));
                atClient.ask(client.loop(), bytes(10, 1));
            }
            assertThat(atClient.closed.get(10, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.GOING_AWAY);
        }
        UdpTransport
                .open(UdpSettings.of(address).withDriver(driver), CONFIG, remote -> null, Thread.ofPlatform().factory())
                .close();
    }

    @ParameterizedTest
    @EnumSource
    void aTakenPortIsABindExceptionWithOneLoopAndWithTwo(Driver driver) throws Exception {
        try (UdpTransport first = open(driver, 2, new Talk(false))) {
            for (int loops = 1; loops <= 2; loops++) {
                UdpSettings settings = UdpSettings.of(first.localAddress()).withLoops(loops).withDriver(driver);
                assertThatExceptionOfType(BindException.class).isThrownBy(
                        () -> UdpTransport.openEach(settings, CONFIG, null, Thread.ofPlatform().factory()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void datagramsReachTheLoopThatOwnsTheConnectionAfterTheClientsAddressChanged(Driver driver) throws Exception {
        Talk atServer = new Talk(false);
        Talk atClient = new Talk(true);
        try (UdpTransport server = open(driver, 2, atServer);
                UdpTransport client = open(driver, 1, null);
                AddressChanger nat = new AddressChanger(server.localAddress())) {
            client.loop().execute(() -> connect(client, nat, atClient));
            atClient.ask(client.loop(), bytes(10, 0));
            // By chance half of the new addresses belong to the other loop: all of 24 do not once in 16 million runs.
            for (int i = 1; i <= 24; i++) {
                nat.change();
                byte[] message = bytes(3000, i);
                assertThat(Arrays.equals(atClient.ask(client.loop(), message), message)).isTrue();
            }
            assertThat(atServer.threads).containsOnly(atServer.threads.getFirst());
            assertThat(atServer.moves.get()).isPositive();
            assertThat(atClient.closed).isNotDone();
            // The native driver has the kernel do it.
            long passedOn = server.loops().stream().mapToLong(UdpLoop::datagramsPassedOn).sum();
            assertThat(passedOn > 0).isEqualTo(driver == Driver.NIO);
        }
    }

    /** The queue of a gateway that stands still overflows with handshakes, and a connection's packet has room all the same. */
    @Test
    void handshakesThatFillTheirQueueTakeNoRoomFromConnections() throws Exception {
        int flood = 30_000;
        Talk atClient = new Talk(true);
        CountDownLatch still = new CountDownLatch(1);
        try (UdpTransport server = open(Driver.NATIVE, 1, new Talk(false));
                UdpTransport client = open(Driver.NATIVE, 1, null);
                DatagramChannel stranger = DatagramChannel.open()) {
            client.loop().execute(() -> client.loop().connect(server.localAddress(), ClientSecurity.plain(), atClient));
            atClient.ask(client.loop(), bytes(10, 1));
            assertThat(server.description()).contains("a queue of their own for handshakes");
            long sentBefore = statistics(client, atClient).packetsSent();
            server.loop().execute(() -> awaitUninterruptibly(still));

            byte[] handshake = bytes(1200, 2);
            handshake[0] = (byte) 0xc0;
            for (int i = 0; i < flood; i++) {
                stranger.send(ByteBuffer.wrap(handshake), server.localAddress());
            }
            CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return atClient.ask(client.loop(), bytes(100, 3));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            while (statistics(client, atClient).packetsSent() == sentBefore) {
                Thread.onSpinWait();
            }
            still.countDown();

            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(bytes(100, 3));
            assertThat(statistics(client, atClient).packetsLost()).isZero();
            long taken = on(server.loop(), () -> server.loop().endpoint().statistics().datagramsReceived());
            assertThat(taken).as("the queue did not hold all").isLessThan(flood);
        }
    }

    private static ConnectionStatistics statistics(UdpTransport transport, Talk talk) throws Exception {
        EndpointConnection connection = talk.connection.get(10, TimeUnit.SECONDS);
        return on(transport.loop(), () -> connection.connection().statistics());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void connect(UdpTransport client, AddressChanger nat, ConnectionHandler handler) {
        try {
            client.loop().connect(nat.address(), ClientSecurity.plain(), handler);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLoopServesClients(Driver driver) throws Exception {
        List<UdpTransport> clients = new ArrayList<>();
        try (UdpTransport server = open(driver, 2, new Talk(false))) {
            // By chance each loop gets half of them: one gets all 24 once in 8 million runs.
            for (int i = 0; i < 24; i++) {
                UdpTransport client = open(driver, 1, null);
                clients.add(client);
                Talk talk = new Talk(true);
                client.loop().execute(() -> client.loop().connect(server.localAddress(), ClientSecurity.plain(), talk));
                talk.ask(client.loop(), bytes(100, i));
            }
            int open = 0;
            for (UdpLoop loop : server.loops()) {
                int own = on(loop, () -> loop.endpoint().statistics().openConnections());
                assertThat(own).isPositive();
                open += own;
            }
            assertThat(open).isEqualTo(clients.size());
        } finally {
            clients.forEach(UdpTransport::close);
        }
    }

    @Test
    void theLogSaysWhichDriverServesAndWhy() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(UdpTransport.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try (UdpTransport portable = open(Driver.NIO, 2, null); UdpTransport best = open(Driver.AUTO, 1, null)) {
            assertThat(portable.description()).isEqualTo("NIO");
            assertThat(lines).contains("UDP driver: NIO, because the settings ask for it, 2 event loops",
                    "UDP driver: " + best.description() + ", 1 event loop");
        } finally {
            logger.removeHandler(handler);
        }
    }

    /** A port that was free a moment ago. */
    private static InetSocketAddress closedPort() throws IOException {
        try (DatagramChannel taken = DatagramChannel.open()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return (InetSocketAddress) taken.getLocalAddress();
        }
    }

    @Test
    void thatNobodyListensIsToldByTheNetworkWhereTheDriverCanReadIt() throws Exception {
        if (EpollPort.unavailability() != null) {
            System.out.println("no reports of unreachable ports here: " + EpollPort.unavailability());
            return;
        }
        // So patient by itself that within the test only the network can tell.
        ConnectionConfig patient = ConnectionConfig.DEFAULT.withSilenceProbe(Duration.ofSeconds(1))
                .withInitialRtt(Duration.ofSeconds(10)).withHandshakeTimeout(Duration.ofMinutes(1));
        CompletableFuture<Boolean> silent = new CompletableFuture<>();
        try (UdpTransport client = UdpTransport.open(
                UdpSettings.of(new InetSocketAddress(0)).withDriver(Driver.NATIVE),
                EndpointConfig.plain(patient, new byte[16]), null, Thread.ofPlatform().factory())) {
            InetSocketAddress nobody = closedPort();
            client.loop().execute(() -> client.loop().connect(nobody, ClientSecurity.plain(), (connection, event) -> {
                if (event instanceof ConnectionEvent.Silent) {
                    silent.complete(!connection.connection().isOver());
                }
            }));
            // The connection itself goes on to ask: such a report can be forged.
            assertThat(silent.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
