package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.connection.Packets;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.simulator.LinkCounters;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.PacketType;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a gateway does with datagrams of strangers, of clients, and of clients it forgot. */
class EndpointTest {
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final InetSocketAddress GATEWAY = address(1, 4650);
    private static final InetSocketAddress CLIENT = address(2, 5000);
    private static final InetSocketAddress STRANGER = address(3, 5000);
    private static final byte[] NO_TOKEN = {};
    private static final byte[] PING = {FrameType.PING};

    private final EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT, SECRET);
    private final SplittableRandom random = new SplittableRandom(1);
    private final Endpoint gateway = new Endpoint(config, remote -> (connection, event) -> {}, random);
    private final Transmit transmit = new Transmit(ByteBuffer.allocate(65_535));

    private static InetSocketAddress address(int host, int port) {
        return new InetSocketAddress("127.0.0." + host, port);
    }

    /** Hands a datagram in and takes what comes out. */
    private List<byte[]> answers(Endpoint endpoint, long now, InetSocketAddress from, byte[] datagram) {
        endpoint.receive(now, from, ByteBuffer.wrap(datagram.clone()));
        List<byte[]> answers = new ArrayList<>();
        while (endpoint.pollTransmit(now, transmit)) {
            assertThat(transmit.destination()).isEqualTo(from);
            byte[] answer = new byte[transmit.buffer().remaining()];
            transmit.buffer().get(answer);
            answers.add(answer);
        }
        return answers;
    }

    private static PacketHeader headerOf(byte[] datagram) {
        PacketHeader header = new PacketHeader();
        assertThat(header.read(ByteBuffer.wrap(datagram))).isTrue();
        return header;
    }

    private static byte[] tokenOf(PacketHeader retry) {
        ByteBuffer token = Objects.requireNonNull(retry.token());
        byte[] bytes = new byte[token.remaining()];
        token.get(bytes);
        return bytes;
    }

    /** The RETRY for a client at an address. */
    private PacketHeader retryFor(long now, InetSocketAddress client) {
        List<byte[]> answers = answers(gateway, now, client, Packets.initial(7, 8, NO_TOKEN, 0, PING));
        assertThat(answers).hasSize(1);
        PacketHeader retry = headerOf(answers.getFirst());
        assertThat(retry.type()).isEqualTo(PacketType.RETRY);
        assertThat(retry.destination()).isEqualTo(8);
        return retry;
    }

    @Test
    void aRetryComesBeforeAnyState() {
        for (int i = 0; i < 1000; i++) {
            retryFor(i, address(2, 1024 + i));
        }
        assertThat(gateway.isEmpty()).isTrue();
        assertThat(gateway.statistics().retriesSent()).isEqualTo(1000);
        assertThat(gateway.statistics().accepted()).isZero();
        assertThat(gateway.nextTimeout()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aClientThatShowsItsTokenIsAccepted() {
        PacketHeader retry = retryFor(0, CLIENT);
        answers(gateway, SECOND, CLIENT, Packets.initial(retry.source(), 8, tokenOf(retry), 0, PING));
        assertThat(gateway.statistics().accepted()).isEqualTo(1);
        assertThat(gateway.statistics().openConnections()).isEqualTo(1);
    }

    private void assertTokenRefused(long now, InetSocketAddress from, long id, byte[] token) {
        assertThat(answers(gateway, now, from, Packets.initial(id, 8, token, 0, PING))).isEmpty();
        assertThat(gateway.statistics().accepted()).isZero();
        assertThat(gateway.isEmpty()).isTrue();
    }

    @Test
    void aTokenOfAnotherAddressOrConnectionOrTimeIsRefused() {
        PacketHeader retry = retryFor(SECOND, CLIENT);
        byte[] token = tokenOf(retry);
        long id = retry.source();
        assertTokenRefused(SECOND, STRANGER, id, token);
        assertTokenRefused(SECOND, address(2, 5001), id, token);
        assertTokenRefused(SECOND, CLIENT, id + 1, token);
        assertTokenRefused(SECOND + config.tokenLifetime().toNanos() + 1, CLIENT, id, token);
        assertTokenRefused(0, CLIENT, id, token);
        assertTokenRefused(SECOND, CLIENT, id, java.util.Arrays.copyOf(token, token.length + 1));
        for (int i = 0; i < token.length; i++) {
            byte[] forged = token.clone();
            forged[i] ^= 1;
            assertTokenRefused(SECOND, CLIENT, id, forged);
        }
        assertThat(gateway.statistics().invalidTokens()).isEqualTo(6 + token.length);
    }

    @Test
    void anUndersizedOrCorruptFirstDatagramIsIgnored() {
        byte[] whole = Packets.initial(7, 8, NO_TOKEN, 0, PING);
        ByteBuffer small = ByteBuffer.allocate(1199);
        PacketHeader.writeInitial(small, 7, 8, NO_TOKEN, 0);
        small.position(1195);
        assertThat(answers(gateway, 0, CLIENT, Packets.seal(small))).isEmpty();
        assertThat(gateway.statistics().undersizedInitials()).isEqualTo(1);
        whole[500] ^= 1;
        assertThat(answers(gateway, 0, CLIENT, whole)).isEmpty();
        assertThat(gateway.statistics().corrupt()).isEqualTo(1);
        assertThat(gateway.isEmpty()).isTrue();
    }

    @Test
    void anUnknownVersionIsAnsweredWithTheKnownOneAndGrease() {
        byte[] foreign = new byte[1200];
        ByteBuffer.wrap(foreign).put((byte) 0xC0).putInt(0x7fffffff).putLong(70).putLong(80);
        List<byte[]> answers = answers(gateway, 0, CLIENT, foreign);
        assertThat(answers).hasSize(1);
        ByteBuffer answer = ByteBuffer.wrap(answers.getFirst());
        PacketHeader header = new PacketHeader();
        assertThat(header.read(answer)).isTrue();
        assertThat(header.type()).isEqualTo(PacketType.VERSION_NEGOTIATION);
        assertThat(header.destination()).isEqualTo(80);
        assertThat(header.source()).isEqualTo(70);
        assertThat(answer.getInt()).isEqualTo(PacketHeader.VERSION_2);
        assertThat(answer.getInt() & PacketHeader.GREASE_MASK).isEqualTo(PacketHeader.GREASE_VERSION);
        assertThat(answers(gateway, 0, CLIENT, java.util.Arrays.copyOf(foreign, 1199))).isEmpty();
        assertThat(gateway.statistics().versionNegotiationsSent()).isEqualTo(1);
    }

    @Test
    void whoHasNotShownItsAddressNeverGetsMoreThanItSent() {
        byte[] foreign = Packets.initial(1, 2, NO_TOKEN, 0, PING);
        foreign[2] = 0x55;
        List<byte[]> kinds = List.of(
                Packets.initial(1, 2, NO_TOKEN, 0, PING),
                Packets.initial(1, 2, new byte[24], 0, PING),
                Packets.initial(1, 2, new byte[256], 0, PING),
                foreign,
                Packets.data(5, 0, new byte[30]),
                Packets.data(5, 0, new byte[1000]),
                Packets.data(5, 0),
                new byte[0],
                new byte[1],
                new byte[1500]);
        for (byte[] kind : kinds) {
            for (int length = 0; length <= kind.length; length++) {
                byte[] datagram = java.util.Arrays.copyOf(kind, length);
                int sent = answers(gateway, length, STRANGER, datagram).stream().mapToInt(answer -> answer.length)
                        .sum();
                assertThat(sent).isLessThanOrEqualTo(3 * length).isLessThanOrEqualTo(length);
            }
        }
        assertThat(gateway.isEmpty()).isTrue();
    }

    @Test
    void aStatelessResetIsSmallerThanItsCauseAndLooksLikeData() {
        for (int size = 17; size < 1300; size++) {
            byte[] cause = Packets.data(99, 5, new byte[size - 17]);
            List<byte[]> answers = answers(gateway, size * SECOND, CLIENT, cause);
            if (cause.length <= 41) {
                assertThat(answers).isEmpty();
            } else {
                assertThat(answers).hasSize(1);
                assertThat(answers.getFirst().length).isLessThan(cause.length);
                assertThat(headerOf(answers.getFirst()).type()).isEqualTo(PacketType.DATA);
            }
        }
    }

    @Test
    void aResetIsNeverAnsweredByAReset() {
        byte[] reset = answers(gateway, 0, CLIENT, Packets.data(99, 5, new byte[100])).getFirst();
        assertThat(answers(gateway, 0, CLIENT, reset)).isEmpty();
    }

    @Test
    void resetsAreLimitedToSoManyASecond() {
        byte[] cause = Packets.data(99, 5, new byte[100]);
        int first = 0;
        for (int i = 0; i < 5000; i++) {
            first += answers(gateway, i, CLIENT, cause).size();
        }
        assertThat(first).isEqualTo(config.resetsPerSecond());
        assertThat(answers(gateway, 2 * SECOND, CLIENT, cause)).hasSize(1);
    }

    @Test
    void anEndpointThatOnlyConnectsAnswersNoStranger() {
        Endpoint client = new Endpoint(config, null, random);
        assertThat(answers(client, 0, STRANGER, Packets.initial(7, 8, NO_TOKEN, 0, PING))).isEmpty();
        assertThat(answers(client, 0, STRANGER, Packets.data(99, 5, new byte[100]))).isEmpty();
        assertThat(client.statistics().unknownConnection()).isEqualTo(2);
    }

    // Whole runs over a simulated network.

    private static final class Client implements ConnectionHandler {
        @Nullable
        CloseReason closed;
        boolean established;

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            established |= event instanceof ConnectionEvent.Established;
            if (event instanceof ConnectionEvent.Closed(CloseReason reason)) {
                closed = reason;
            }
        }
    }

    private static SimulatedNetwork network(Endpoint gateway, Endpoint client) {
        SimulatedNetwork network = new SimulatedNetwork(
                LinkSettings.builder().delay(Duration.ofMillis(5), Duration.ofMillis(5)).build(), 1);
        network.attach(GATEWAY, gateway);
        network.attach(CLIENT, client);
        return network;
    }

    private static long datagrams(SimulatedNetwork network) {
        LinkCounters up = Objects.requireNonNull(network.counters(CLIENT, GATEWAY));
        LinkCounters down = Objects.requireNonNull(network.counters(GATEWAY, CLIENT));
        return up.sent() + down.sent();
    }

    private void assertRefused(Endpoint full, int openBefore) {
        Endpoint clients = new Endpoint(config, null, random);
        SimulatedNetwork network = network(full, clients);
        List<Client> accepted = new ArrayList<>();
        for (int i = 0; i < openBefore; i++) {
            Client client = new Client();
            accepted.add(client);
            clients.connect(0, GATEWAY, ClientSecurity.plain(), client);
            assertThat(network.runUntil(() -> client.established, SECOND)).isTrue();
        }
        long before = openBefore == 0 ? 0 : datagrams(network);
        Client refused = new Client();
        clients.connect(network.now(), GATEWAY, ClientSecurity.plain(), refused);
        long begun = network.now();
        assertThat(network.runUntil(() -> refused.closed != null, begun + SECOND)).isTrue();
        assertThat(Objects.requireNonNull(refused.closed).code()).isEqualTo(ErrorCode.CONNECTION_REFUSED);
        network.runTo(begun + 3 * SECOND);
        assertThat(full.statistics().openConnections()).isEqualTo(openBefore);
        // A refusal is said once, not argued about.
        assertThat(datagrams(network) - before).isLessThan(20);
        assertThat(accepted).allMatch(client -> client.closed == null);
    }

    @Test
    void aFullGatewayRefusesByName() {
        EndpointConfig two = new EndpointConfig(ConnectionConfig.DEFAULT, 2, Duration.ofSeconds(10), 2000, SECRET,
                ServerSecurity.plainOnly(), 1 << 22);
        assertRefused(new Endpoint(two, remote -> (connection, event) -> {}, random), 2);
    }

    @Test
    void anApplicationMayRefuseToo() {
        assertRefused(new Endpoint(config, remote -> null, random), 0);
    }

    @Test
    void anApplicationThatFailsLosesItsOwnConnectionOnly() {
        int[] accepted = {0};
        Endpoint failing = new Endpoint(config, remote -> {
            boolean fails = accepted[0]++ == 0;
            return (connection, event) -> {
                if (fails && event instanceof ConnectionEvent.Established) {
                    throw new IllegalStateException("an application's mistake, on purpose");
                }
            };
        }, random);
        Endpoint clients = new Endpoint(config, null, random);
        SimulatedNetwork network = network(failing, clients);
        Client first = new Client();
        Client second = new Client();
        clients.connect(0, GATEWAY, ClientSecurity.plain(), first);
        network.runTo(SECOND);
        clients.connect(SECOND, GATEWAY, ClientSecurity.plain(), second);
        network.runTo(5 * SECOND);
        assertThat(Objects.requireNonNull(first.closed).code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(second.established).isTrue();
        assertThat(second.closed).isNull();
    }

    @Test
    void aStoppingGatewayTellsEveryClient() {
        Endpoint clients = new Endpoint(config, null, random);
        SimulatedNetwork network = network(gateway, clients);
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Client client = new Client();
            all.add(client);
            clients.connect(0, GATEWAY, ClientSecurity.plain(), client);
        }
        network.runTo(SECOND);
        assertThat(all).allMatch(client -> client.established);
        gateway.closeAll(network.now(), ErrorCode.GOING_AWAY, "stopping");
        network.runTo(10 * SECOND);
        assertThat(all).allMatch(client -> Objects.requireNonNull(client.closed).code() == ErrorCode.GOING_AWAY);
        assertThat(gateway.isEmpty()).isTrue();
        assertThat(clients.isEmpty()).isTrue();
    }

    @Test
    void aClientWithoutACommonVersionGivesUpByName() {
        Endpoint clients = new Endpoint(config, null, random);
        Client client = new Client();
        EndpointConnection connection = clients.connect(0, GATEWAY, ClientSecurity.plain(), client);
        while (clients.pollTransmit(0, transmit)) {
            assertThat(transmit.destination()).isEqualTo(GATEWAY);
        }
        ByteBuffer versions = ByteBuffer.allocate(64);
        versions.put((byte) 0xC0).putInt(0).putLong(connection.connection().localId()).putLong(1).putInt(0x11223344);
        clients.receive(0, GATEWAY, ByteBuffer.wrap(Packets.seal(versions)));
        assertThat(clients.pollTransmit(0, transmit)).isFalse();
        assertThat(Objects.requireNonNull(client.closed).code()).isEqualTo(ErrorCode.VERSION_UNSUPPORTED);
    }
}
