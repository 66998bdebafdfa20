package io.sluice.crsp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionStatistics;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EndpointStatistics;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.stream.Stream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million datagrams that are none, while a client is served. */
class JunkFloodTest {
    private static final int DATAGRAMS = 1_000_000;
    private static final int BATCH = 48;
    private static final long SECOND = 1_000_000_000L;

    /** Sends back what comes. */
    private static final class Echo implements ConnectionHandler {
        final AtomicReference<@Nullable EndpointConnection> connection = new AtomicReference<>();

        @Override
        public void onEvent(EndpointConnection from, ConnectionEvent event) {
            connection.set(from);
            if (event instanceof ConnectionEvent.StreamReadable(Stream stream)) {
                for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                    assertThat(stream.offer(message)).isTrue();
                }
            }
        }
    }

    /** Sends the next message when the one before came back, and watches for how long that takes. */
    private static final class Questioner implements ConnectionHandler {
        final CountDownLatch hundredAnswers = new CountDownLatch(100);
        volatile long answers;
        volatile long longestWait;
        volatile @Nullable CloseReason closed;
        volatile @Nullable String wrong;
        private byte[] awaited = {};
        private long askedAt;

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            switch (event) {
                case ConnectionEvent.Established ignored ->
                    ask(Objects.requireNonNull(connection.connection().openStream()));
                case ConnectionEvent.StreamReadable(Stream stream) -> {
                    for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                        onAnswer(message);
                        ask(stream);
                    }
                }
                case ConnectionEvent.Closed(CloseReason reason) -> closed = reason;
                default -> {
                }
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the driver's thread alone.
        private void onAnswer(byte[] message) {
            if (!Arrays.equals(message, awaited)) {
                wrong = "answer " + answers;
            }
            longestWait = Math.max(longestWait, System.nanoTime() - askedAt);
            answers++;
            hundredAnswers.countDown();
        }

        private void ask(Stream stream) {
            awaited = ByteBuffer.allocate(200).putLong(answers).array();
            askedAt = System.nanoTime();
            if (!stream.offer(awaited)) {
                wrong = "no room for one message";
            }
        }
    }

    private static <T> T onThreadOf(UdpTransport transport, Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        transport.loop().execute(() -> answer.complete(question.get()));
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static EndpointStatistics statistics(UdpTransport transport) throws Exception {
        return onThreadOf(transport, () -> transport.loop().endpoint().statistics());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    @Timeout(600)
    void aMillionJunkDatagramsDisturbNobody() throws Exception {
        EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]);
        Echo echo = new Echo();
        Questioner questioner = new Questioner();
        try (UdpTransport gateway = UdpTransport.open(UdpSettings.of(anyPort()), config, remote -> echo,
                Thread.ofPlatform().factory());
                UdpTransport client = UdpTransport.open(UdpSettings.of(anyPort()), config, null,
                        Thread.ofPlatform().factory());
                Tap tap = new Tap(gateway.localAddress())) {
            client.loop().execute(() -> client.loop().connect(tap.address(), ClientSecurity.plain(), questioner));
            assertThat(questioner.hundredAnswers.await(10, TimeUnit.SECONDS)).isTrue();
            long answersBefore = questioner.answers;
            long begun = System.nanoTime();
            Map<Junk.Kind, Integer> sent = flood(gateway, tap);
            long seconds = System.nanoTime() - begun;
            long answered = questioner.answers - answersBefore;

            EndpointStatistics after = statistics(gateway);
            ConnectionStatistics connection = onThreadOf(
                    gateway, () -> Objects.requireNonNull(echo.connection.get()).connection().statistics());
            System.out.printf(
                    Locale.ROOT,
                    "flood: %d datagrams in %.1f s (%.0f/s) of kinds %s; %d answers meanwhile, longest wait %.0f ms%n%s%n%s%n",
                    DATAGRAMS,
                    seconds / 1e9,
                    DATAGRAMS * 1e9 / seconds,
                    sent,
                    answered,
                    questioner.longestWait / 1e6,
                    after,
                    connection);

            assertThat(sent).containsOnlyKeys(Junk.Kind.values());
            assertThat(after.datagramsReceived()).isGreaterThanOrEqualTo(DATAGRAMS);
            assertThat(after.accepted()).as("accepted").isEqualTo(1);
            assertThat(after.openConnections()).isEqualTo(1);
            assertThat(after.malformed()).isPositive();
            assertThat(after.corrupt()).isPositive();
            assertThat(after.unknownConnection()).isPositive();
            assertThat(after.undersizedInitials()).isPositive();
            assertThat(after.invalidTokens()).isPositive();
            assertThat(after.retriesSent()).isPositive();
            assertThat(after.versionNegotiationsSent()).isPositive();
            assertThat(after.resetsSent()).isBetween(1L, (seconds / SECOND + 2) * config.resetsPerSecond());
            assertThat(connection.packetsDuplicate()).isPositive();
            assertThat(connection.packetsCorrupt()).isPositive();

            assertThat(questioner.wrong).isNull();
            assertThat(questioner.closed).isNull();
            assertThat(answered).isGreaterThan(500);
            // Not how quick it is, which benchmarks tell, but that nobody is left without an answer.
            assertThat(questioner.longestWait).isLessThan(5 * SECOND);
        }
    }

    /** Sends until the gateway has taken the million, never more at once than its socket holds. */
    private static Map<Junk.Kind, Integer> flood(UdpTransport gateway, Tap tap) throws Exception {
        Junk junk = new Junk(1, tap.seen());
        Map<Junk.Kind, Integer> sent = new EnumMap<>(Junk.Kind.class);
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.connect(gateway.localAddress());
            while (statistics(gateway).datagramsReceived() - tap.forwarded() < DATAGRAMS) {
                for (int i = 0; i < BATCH; i++) {
                    Junk.Kind kind = junk.nextKind();
                    socket.write(ByteBuffer.wrap(junk.make(kind)));
                    sent.merge(kind, 1, Integer::sum);
                }
            }
        } catch (IOException e) {
            throw new AssertionError("the flood itself fails", e);
        }
        return sent;
    }
}
