package io.sluice.crsp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.crsp.simulator.LinkCounters;
import io.sluice.crsp.simulator.LinkSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UdpRelayTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int PATIENCE_MILLIS = 10_000;
    /** Long enough for a datagram that should not come to come. */
    private static final int SILENCE_MILLIS = 100;

    private EchoServer echo;
    private DatagramSocket client;

    @SuppressWarnings("NullAway.Init")
    UdpRelayTest() {}

    @BeforeEach
    void openSockets() throws IOException {
        echo = new EchoServer(0);
        client = new DatagramSocket(ANY_PORT);
        client.setReceiveBufferSize(4 * 1024 * 1024);
    }

    @AfterEach
    void closeSockets() {
        client.close();
        echo.close();
    }

    private RelaySettings.Builder settings() {
        return RelaySettings.builder(ANY_PORT, echo.address());
    }

    private void send(UdpRelay relay, int number) throws IOException {
        send(client, relay, number);
    }

    private static void send(DatagramSocket from, UdpRelay relay, int number) throws IOException {
        byte[] datagram = ByteBuffer.allocate(4).putInt(number).array();
        from.send(new DatagramPacket(datagram, datagram.length, relay.localAddress()));
    }

    private @Nullable Integer receive(int millis) throws IOException {
        return receive(client, millis);
    }

    private static @Nullable Integer receive(DatagramSocket socket, int millis) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.setSoTimeout(millis);
        try {
            socket.receive(packet);
            return ByteBuffer.wrap(packet.getData(), 0, packet.getLength()).getInt();
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    /** Sends a number again and again until it is echoed. */
    private void sendUntilEchoed(UdpRelay relay, int number) throws IOException {
        Integer echoed;
        do {
            send(relay, number);
            echoed = receive(SILENCE_MILLIS);
        } while (echoed == null || echoed != number);
    }

    private static RelayStatistics await(UdpRelay relay, Predicate<RelayStatistics> condition) {
        RelayStatistics statistics = relay.statistics();
        while (!condition.test(statistics)) {
            Thread.onSpinWait();
            statistics = relay.statistics();
        }
        return statistics;
    }

    @Test
    void forwardsBothWays() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            send(relay, 1);

            assertThat(receive(PATIENCE_MILLIS)).isEqualTo(1);
            RelayStatistics statistics = relay.statistics();
            assertThat(statistics.up().delivered()).isEqualTo(1);
            assertThat(statistics.down().delivered()).isEqualTo(1);
            assertThat(statistics.clients()).isEqualTo(1);
            assertThat(statistics.unsent()).isZero();
        }
    }

    @Test
    void forwardsSmallAndLargeDatagrams() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            for (int size : new int[]{1, 60_000}) {
                client.send(new DatagramPacket(new byte[size], size, relay.localAddress()));
                DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
                client.setSoTimeout(PATIENCE_MILLIS);
                client.receive(answer);

                assertThat(answer.getLength()).isEqualTo(size);
            }
        }
    }

    @Test
    void emptyDatagramIsCountedAndDoesNoHarm() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            client.send(new DatagramPacket(new byte[0], 0, relay.localAddress()));
            sendUntilEchoed(relay, 1);

            assertThat(relay.statistics().unsent()).isEqualTo(1);
        }
    }

    @Test
    void eachClientHasItsOwnAddressAtTheTarget() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().build());
                DatagramSocket other = new DatagramSocket(ANY_PORT)) {
            send(client, relay, 1);
            send(other, relay, 2);

            assertThat(receive(client, PATIENCE_MILLIS)).isEqualTo(1);
            assertThat(receive(other, PATIENCE_MILLIS)).isEqualTo(2);
            assertThat(echo.senderPorts()).hasSize(2);
        }
    }

    @Test
    void delaysBothWays() throws IOException {
        LinkSettings slow = LinkSettings.builder()
                .delay(Duration.ofMillis(50), Duration.ofMillis(50))
                .build();
        try (UdpRelay relay = UdpRelay.start(settings().both(slow).build())) {
            long start = System.nanoTime();
            send(relay, 1);

            assertThat(receive(PATIENCE_MILLIS)).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void sameSeedLosesTheSameDatagramsOfAClient() throws IOException {
        assertThat(survivors(5)).isEqualTo(survivors(5)).isNotEqualTo(survivors(6));
    }

    private List<Integer> survivors(long seed) throws IOException {
        List<Integer> survivors = new ArrayList<>();
        LinkSettings lossy = LinkSettings.builder().loss(0.5).build();
        try (UdpRelay relay = UdpRelay.start(settings().up(lossy).seed(seed).build())) {
            for (int number = 0; number < 64; number++) {
                send(relay, number);
            }
            RelayStatistics done = await(relay, s -> s.up().sent() == 64 && s.down().delivered() == s.up().delivered());
            for (long left = done.down().delivered(); left > 0; left--) {
                Integer number = receive(PATIENCE_MILLIS);
                assertThat(number).isNotNull();
                survivors.add(number);
            }
        }
        return survivors;
    }

    @Test
    void oneClientIsCutOffAloneAndComesBack() throws IOException {
        LinkSettings dead = LinkSettings.builder().loss(1).build();
        try (UdpRelay relay = UdpRelay.start(settings().build());
                DatagramSocket other = new DatagramSocket(ANY_PORT)) {
            send(client, relay, 1);
            assertThat(receive(client, PATIENCE_MILLIS)).isEqualTo(1);

            relay.conditions(address -> address.getPort() == client.getLocalPort() ? dead : null);
            send(client, relay, 2);
            send(other, relay, 3);
            assertThat(receive(other, PATIENCE_MILLIS)).isEqualTo(3);
            assertThat(receive(client, SILENCE_MILLIS)).isNull();

            relay.conditions(LinkConditions.AS_SET_UP);
            send(client, relay, 4);
            assertThat(receive(client, PATIENCE_MILLIS)).isEqualTo(4);
            assertThat(relay.statistics().up()).extracting(LinkCounters::sent, LinkCounters::lost)
                    .containsExactly(4L, 1L);
        }
    }

    @Test
    void conditionsHoldForClientsThatComeLater() throws IOException {
        LinkSettings dead = LinkSettings.builder().loss(1).build();
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            relay.conditions(address -> dead);
            send(relay, 1);

            assertThat(receive(SILENCE_MILLIS)).isNull();
            assertThat(await(relay, s -> s.up().sent() == 1).up().lost()).isEqualTo(1);
        }
    }

    @Test
    void cutStopsEverythingAndRestoreLetsItPass() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            relay.cut();
            send(relay, 1);
            assertThat(receive(SILENCE_MILLIS)).isNull();
            assertThat(relay.statistics().cutNow()).isTrue();

            relay.restore();
            send(relay, 2);

            assertThat(receive(PATIENCE_MILLIS)).isEqualTo(2);
            RelayStatistics statistics = relay.statistics();
            assertThat(statistics.cuts()).isEqualTo(1);
            assertThat(statistics.up().cut()).isEqualTo(1);
        }
    }

    @Test
    void scheduledCutStartsAndEndsByItself() throws IOException {
        CutSchedule cut = CutSchedule.once(Duration.ofMillis(50), Duration.ofMillis(50));
        try (UdpRelay relay = UdpRelay.start(settings().cuts(List.of(cut)).build())) {
            await(relay, RelayStatistics::cutNow);
            await(relay, statistics -> !statistics.cutNow());

            send(relay, 1);
            assertThat(receive(PATIENCE_MILLIS)).isEqualTo(1);
            assertThat(relay.statistics().cuts()).isEqualTo(1);
        }
    }

    @Test
    void survivesATargetThatGoesAwayAndComesBack() throws IOException {
        int port = echo.address().getPort();
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            sendUntilEchoed(relay, 1);
            echo.close();
            for (int number = 0; number < 10; number++) {
                send(relay, 2);
                assertThat(receive(10)).isNull();
            }
            await(relay, statistics -> statistics.unsent() > 0);

            echo = new EchoServer(port);

            sendUntilEchoed(relay, 3);
            assertThat(relay.statistics().clientsSeen()).isEqualTo(1);
        }
    }

    @Test
    void clientsBeyondTheLimitAreRefusedAndCounted() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().maxClients(1).build());
                DatagramSocket other = new DatagramSocket(ANY_PORT)) {
            sendUntilEchoed(relay, 1);
            send(other, relay, 2);

            assertThat(await(relay, statistics -> statistics.refused() > 0).clients()).isEqualTo(1);
            assertThat(receive(other, SILENCE_MILLIS)).isNull();
        }
    }

    @Test
    void silentClientIsForgottenButItsCountersAreKept() throws IOException {
        try (UdpRelay relay = UdpRelay.start(settings().idleTimeout(Duration.ofMillis(200)).build())) {
            sendUntilEchoed(relay, 1);
            RelayStatistics statistics = await(relay, s -> s.clients() == 0);

            assertThat(statistics.clientsExpired()).isEqualTo(1);
            assertThat(statistics.up().delivered()).isPositive();

            sendUntilEchoed(relay, 2);
            assertThat(relay.statistics().clientsSeen()).isEqualTo(2);
        }
    }

    @Test
    void forwardsThousandsOfDatagramsWithoutLoss() throws IOException {
        int many = 20_000;
        int window = 100;
        try (UdpRelay relay = UdpRelay.start(settings().build())) {
            int sent = 0;
            for (int received = 0; received < many; received++) {
                while (sent < many && sent - received < window) {
                    send(relay, sent);
                    sent++;
                }
                assertThat(receive(PATIENCE_MILLIS)).isEqualTo(received);
            }
        }
    }

    @Test
    void takenPortIsABindException() {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> UdpRelay.start(RelaySettings.builder(echo.address(), echo.address()).build()));
    }

    @Test
    void closedRelayStillTellsItsStatisticsAndMayBeClosedAgain() throws IOException {
        UdpRelay relay = UdpRelay.start(settings().build());
        sendUntilEchoed(relay, 1);
        relay.close();
        relay.close();
        relay.cut();

        assertThat(relay.statistics().up().delivered()).isPositive();
        try (UdpRelay next = UdpRelay.start(RelaySettings.builder(relay.localAddress(), echo.address()).build())) {
            assertThat(next.localAddress()).isEqualTo(relay.localAddress());
        }
    }
}
