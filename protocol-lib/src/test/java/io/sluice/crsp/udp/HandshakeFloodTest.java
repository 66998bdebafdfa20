package io.sluice.crsp.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.ConnectionStatistics;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EndpointStatistics;
import io.sluice.crsp.security.AeadProtection;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.simulator.HandshakeJunk;
import io.sluice.crsp.simulator.HandshakeJunk.Invitation;
import io.sluice.crsp.simulator.HandshakeJunk.Kind;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.udp.SpoofedSources.Source;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A million first datagrams from addresses that are not their senders', while a hundred secure clients are served. */
class HandshakeFloodTest {
    private static final int DATAGRAMS = 1_000_000;
    private static final int CLIENTS = 100;

    /** Above what comes, so that all million are looked at. */
    private static final int HANDSHAKES_PER_SECOND = 1_000_000;

    private static final int SOURCES = 300;
    private static final int DATAGRAMS_A_NEW_PORT = 5000;
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(3);
    private static final long QUIET_ANSWERS = 20;

    /** Twice as many fit into the gateway's socket, even where the system allows it no more than Linux's default. */
    private static final int BATCH = 64;

    /** For a million datagrams, less than one object each. */
    private static final long HEAP_BOUND = 8_000_000;

    private final HandshakeJunk junk = new HandshakeJunk(1);
    private final Map<Kind, Long> sent = new EnumMap<>(Kind.class);
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(HandshakeJunk.SIZE);

    /**
     * The gateway's counters at one moment.
     *
     * @param endpoint of all datagrams
     * @param taken datagrams that connections took, good or bad
     */
    private record Snapshot(EndpointStatistics endpoint, long taken) {
        static Snapshot of(UdpTransport gateway) {
            return ask(gateway).join();
        }

        static CompletableFuture<Snapshot> ask(UdpTransport gateway) {
            CompletableFuture<Snapshot> answer = new CompletableFuture<>();
            gateway.loop().execute(() -> {
                long[] taken = {0};
                gateway.loop().endpoint().forEach(entry -> {
                    ConnectionStatistics each = entry.connection().statistics();
                    taken[0] += each.packetsReceived() + each.packetsDuplicate() + each.packetsCorrupt();
                });
                answer.complete(new Snapshot(gateway.loop().endpoint().statistics(), taken[0]));
            });
            return answer.orTimeout(20, TimeUnit.SECONDS);
        }

        long answersSent() {
            return endpoint.retriesSent() + endpoint.versionNegotiationsSent();
        }

        /** Datagrams turned away, by whatever name. */
        long turnedAway() {
            return endpoint.malformed() + endpoint.corrupt() + endpoint.unknownConnection()
                    + endpoint.undersizedInitials() + endpoint.invalidTokens() + endpoint.refused()
                    + endpoint.retriesSent() + endpoint.versionNegotiationsSent();
        }
    }

    private static void echo(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.StreamReadable(Stream stream)) {
            for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                assertThat(stream.offer(message)).isTrue();
            }
        }
    }

    private static EndpointConfig gatewayConfig() {
        ServerSecurity security = ServerSecurity.of(
                CertificateTrust.ofKeyStore(TestCertificates.gateway(), TestCertificates.PASSWORD),
                new TicketKeys(List.of("a secret of the whole cluster...".getBytes(UTF_8)), Duration.ofHours(12),
                        Duration.ofHours(24), InstantSource.system()));
        return new EndpointConfig(ConnectionConfig.DEFAULT, EndpointConfig.DEFAULT_MAX_CONNECTIONS, TOKEN_LIFETIME,
                2000, new byte[16], security, AeadProtection.DEFAULT_KEY_UPDATE);
    }

    private static ClientSecurity pinned() {
        String fingerprint = TestCertificates.fingerprint(TestCertificates.gateway());
        return new ClientSecurity.Tls(CertificateTrust.pinned(fingerprint), "localhost", 4650, false, null);
    }

    private static UdpTransport open(EndpointConfig config, boolean accepting) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0);
        return UdpTransport.open(UdpSettings.of(anyPort).withHandshakesPerSecond(HANDSHAKES_PER_SECOND), config,
                accepting ? remote -> HandshakeFloodTest::echo : null, Thread.ofPlatform().factory());
    }

    @Test
    @Timeout(120)
    void aMillionHandshakesOfNobodyCostNoClientItsConnectionAndNoAddressMoreThanThreefold() throws Exception {
        try (UdpTransport gateway = open(gatewayConfig(), true);
                UdpTransport clients = open(EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]), false);
                SpoofedSources sources = new SpoofedSources(gateway.localAddress(), SOURCES)) {
            List<Invitation> old = collectInvitations(sources);
            long collected = System.nanoTime();
            Talkers talkers = new Talkers(clients, PERIOD);
            talkers.connect(CLIENTS, gateway.localAddress(), pinned());
            talkers.await(talker -> talker.answered() >= QUIET_ANSWERS
                    && System.nanoTime() - collected > TOKEN_LIFETIME.toNanos());
            long answeredBefore = talkers.answered();
            List<Long> eachBefore = talkers.all().stream().map(Talkers.Talker::answered).toList();
            Snapshot before = Snapshot.of(gateway);
            long seenBefore = sources.answers();
            long heapBefore = usedHeap();

            long begun = System.nanoTime();
            flood(gateway, before, sources, old);
            long nanos = System.nanoTime() - begun;

            long answeredMeanwhile = talkers.answered() - answeredBefore;
            talkers.await(talker -> talker.answered() > eachBefore.get(talkers.all().indexOf(talker)));
            long heapAfter = usedHeap();
            Snapshot after;
            long answersSeen;
            long answersSent;
            do {
                after = Snapshot.of(gateway);
                sources.drain();
                answersSeen = sources.answers() - seenBefore;
                answersSent = after.answersSent() - before.answersSent();
            } while (answersSeen != answersSent && !Thread.interrupted());
            talkers.fallSilent();
            print(nanos, answeredMeanwhile, sources, heapBefore, heapAfter, after.endpoint());

            assertThat(talkers.all()).hasSize(CLIENTS).allSatisfy(talker -> {
                assertThat(talker.closed()).isNull();
                assertThat(talker.wrong()).isNull();
            });
            assertEachKindIsCounted(before, after);
            assertThat(after.endpoint().accepted()).isEqualTo(CLIENTS);
            assertThat(after.endpoint().openConnections()).isEqualTo(CLIENTS);
            assertThat(heapAfter - heapBefore).as("heap kept after the flood").isLessThan(HEAP_BOUND);
            assertThat(answersSeen).as("every answer was seen").isEqualTo(answersSent);
            assertThat(sources.all()).hasSize(SOURCES + DATAGRAMS / DATAGRAMS_A_NEW_PORT).allSatisfy(
                    source -> assertThat(source.bytesReceived()).as("bytes sent to %s", source.address()).isPositive()
                            .isLessThanOrEqualTo(3 * source.bytesSent()));
        }
    }

    /** Gets every address a token of its own, which will be too old when it is shown. */
    private List<Invitation> collectInvitations(SpoofedSources sources) throws IOException {
        for (Source source : sources.all()) {
            junk.write(Kind.NO_TOKEN, null, datagram);
            assertThat(source.send(datagram)).isTrue();
            while (source.latest() == null && !Thread.interrupted()) {
                source.drain();
            }
        }
        return sources.all().stream().map(source -> Objects.requireNonNull(source.latest())).toList();
    }

    /** Sends until the gateway has turned away the million, never more at once than its socket holds. */
    private void flood(UdpTransport gateway, Snapshot before, SpoofedSources sources, List<Invitation> old)
            throws IOException {
        CompletableFuture<Snapshot> seen = Snapshot.ask(gateway);
        long turn = 0;
        while (seen.join().turnedAway() - before.turnedAway() < DATAGRAMS) {
            seen = Snapshot.ask(gateway);
            for (int i = 0; i < BATCH; i++) {
                if (turn % DATAGRAMS_A_NEW_PORT == 0
                        && turn / DATAGRAMS_A_NEW_PORT < DATAGRAMS / DATAGRAMS_A_NEW_PORT) {
                    sources.add();
                }
                sendOne(sources, turn++, old);
            }
        }
    }

    private void sendOne(SpoofedSources sources, long turn, List<Invitation> old) throws IOException {
        Source source = sources.at(turn);
        Kind kind = junk.nextKind();
        Invitation shown = switch (kind) {
            case EXPIRED_TOKEN -> old.get((int) (turn % sources.all().size() % old.size()));
            case FOREIGN_TOKEN, FORGED_TOKEN -> sources.at(turn + 1).latest();
            default -> null;
        };
        if (kind.showsToken() && shown == null) {
            kind = Kind.NO_TOKEN;
        }
        junk.write(kind, shown, datagram);
        if (source.send(datagram)) {
            sent.merge(kind, 1L, Long::sum);
        }
        source.drain();
    }

    private void assertEachKindIsCounted(Snapshot before, Snapshot after) {
        EndpointStatistics then = before.endpoint();
        EndpointStatistics now = after.endpoint();
        long turnedAway = after.turnedAway() - before.turnedAway();
        assertThat(sent).containsOnlyKeys(Kind.values());
        assertThat(turnedAway).isGreaterThanOrEqualTo(DATAGRAMS);
        assertThat(now.datagramsReceived() - then.datagramsReceived()).as("turned away or taken by connections")
                .isEqualTo(turnedAway + after.taken() - before.taken());
        long lost = sent.values().stream().mapToLong(Long::longValue).sum() - turnedAway;
        assertThat(lost).as("lost by a full socket").isNotNegative();
        assertThat(now.undersizedInitials() - then.undersizedInitials())
                .isBetween(sent(Kind.UNDERSIZED) - lost, sent(Kind.UNDERSIZED));
        assertThat(now.versionNegotiationsSent() - then.versionNegotiationsSent())
                .isBetween(sent(Kind.OTHER_VERSION) - lost, sent(Kind.OTHER_VERSION));
        long badTokens = sent(Kind.FORGED_TOKEN) + sent(Kind.EXPIRED_TOKEN) + sent(Kind.FOREIGN_TOKEN);
        assertThat(now.invalidTokens() - then.invalidTokens()).isBetween(badTokens - lost, badTokens);
        long unproven = sent(Kind.NO_TOKEN) + sent(Kind.FORGED_TICKET) + sent(Kind.NONSENSE_TLS);
        assertThat(now.retriesSent() - then.retriesSent()).isBetween(unproven - lost, unproven);
    }

    private long sent(Kind kind) {
        return sent.getOrDefault(kind, 0L);
    }

    @SuppressWarnings("CallToSystemGc") // What stays is what is asked for.
    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void print(long nanos, long answers, SpoofedSources sources, long heapBefore, long heapAfter,
            EndpointStatistics statistics) {
        double worst = sources.all().stream()
                .mapToDouble(source -> (double) source.bytesReceived() / source.bytesSent()).max().orElseThrow();
        System.out.printf(Locale.ROOT,
                "flood: %s in %.1f s (%.0f/s) from %d sources; %d answers to clients meanwhile; heap %.1f MB before,"
                        + " %.1f MB after; at most %.3f bytes to an address for each byte from it%n%s%n",
                sent, nanos / 1e9, DATAGRAMS * 1e9 / nanos, sources.all().size(), answers, heapBefore / 1e6,
                heapAfter / 1e6, worst, statistics);
    }
}
