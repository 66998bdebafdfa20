package io.sluice.crsp.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.CloseReason;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionState;
import io.sluice.crsp.connection.Packets;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CRSP inside TCP connections, on real sockets. */
@Timeout(60)
class TcpTunnelTest {
    private static final ServerSecurity SECURE = new ServerSecurity(
            false, TestCertificates.gatewayContext(), ClientCertificates.WANTED, null);
    private static final ServerSecurity PLAIN = ServerSecurity.plainOnly();
    private static final ClientSecurity.Tls TRUSTING = tls(TestCertificates.fingerprint(TestCertificates.gateway()));

    private static ClientSecurity.Tls tls(String fingerprint) {
        return new ClientSecurity.Tls(CertificateTrust.pinned(fingerprint), "localhost", 4650, false, null);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** Breaks a rule of the protocol, which ends the connection that takes it. */
    private static byte[] harmful(EndpointConnection victim) {
        return Packets.data(victim.connection().localId(), 100_000, Packets.stream(0, 1L << 40, false, new byte[1]));
    }

    private static boolean isEstablished(EndpointConnection connection) {
        return connection.connection().state() instanceof ConnectionState.Established;
    }

    @Test
    void tenThousandMessagesPassBothWaysInTls() throws Exception {
        Talker atGateway = new Talker(false, 10_000, 100);
        Talker atClient = new Talker(true, 10_000, 100);
        try (Pair pair = new Pair(SECURE, atGateway)) {
            EndpointConnection client = pair.dial(TRUSTING, atClient);
            Pair.until(() -> atClient.received.get() == 10_000 && atGateway.received.get() == 10_000);
            assertThat(atClient.wrong).isNotDone();
            assertThat(atGateway.wrong).isNotDone();
            EndpointConnection gateway = get(atGateway.established);
            // The tunnel encrypts; what is inside does not do it again, though this gateway takes no plain clients.
            assertThat(Pair.on(pair.clients.loop(), () -> client.connection().isSecured())).isFalse();
            assertThat(Pair.on(pair.gateway.loop(), () -> gateway.connection().isSecured())).isFalse();
            assertThat(pair.listener.statistics().open()).isEqualTo(1);
        }
    }

    @Test
    void theClientsCertificateNamesThePeer() throws Exception {
        Talker atGateway = new Talker(false, 0, 8);
        Talker atClient = new Talker(true, 1, 8);
        try (Pair pair = new Pair(SECURE, atGateway)) {
            pair.dial(new ClientSecurity.Tls(TestCertificates.clientContext(), "localhost", 4650, true, null),
                    atClient);
            EndpointConnection gateway = get(atGateway.established);
            assertThat(Pair.on(pair.gateway.loop(), () -> gateway.connection().peerIdentity()))
                    .isEqualTo("CN=kitchen-renderer");
        }
    }

    @Test
    void aGatewayWithAWrongCertificateIsRefusedWithTheReason() throws Exception {
        Talker atClient = new Talker(true, 0, 8);
        try (Pair pair = new Pair(SECURE, new Talker(false, 0, 8))) {
            pair.dial(tls(TestCertificates.fingerprint(TestCertificates.other())), atClient);
            CloseReason reason = get(atClient.closed);
            assertThat(reason.code()).isEqualTo(ErrorCode.CERTIFICATE_REJECTED);
            assertThat(reason.message()).contains("another certificate");
            Pair.until(() -> pair.listener.statistics().handshakesFailed() == 1);
        }
    }

    @Test
    void whereNobodyListensTheConnectionEndsAtOnce() throws Exception {
        Talker atClient = new Talker(true, 0, 8);
        try (Pair pair = new Pair(PLAIN, new Talker(false, 0, 8))) {
            pair.listener.close();
            pair.dial(ClientSecurity.plain(), atClient);
            CloseReason reason = get(atClient.closed);
            assertThat(reason.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
            assertThat(reason.message()).contains("refused");
        }
    }

    @Test
    void aBareTunnelIsForBothSidesThatNamePlainMode() throws Exception {
        Talker atClient = new Talker(true, 100, 8);
        Talker atGateway = new Talker(false, 100, 8);
        try (Pair pair = new Pair(PLAIN, atGateway)) {
            pair.dial(ClientSecurity.plain(), atClient);
            Pair.until(() -> atClient.received.get() == 100 && atGateway.received.get() == 100);
        }
        Talker secretive = new Talker(true, 0, 8);
        try (Pair pair = new Pair(PLAIN, new Talker(false, 0, 8))) {
            pair.dial(TRUSTING, secretive);
            assertThat(get(secretive.closed).code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
        }
        Talker careless = new Talker(true, 0, 8);
        try (Pair pair = new Pair(SECURE, new Talker(false, 0, 8))) {
            pair.dial(ClientSecurity.plain(), careless);
            assertThat(get(careless.closed).origin()).isEqualTo(CloseReason.Origin.TUNNEL);
            assertThat(pair.listener.statistics().handshakesFailed()).isEqualTo(1);
        }
    }

    @Test
    void aGatewayThatAllowsBothTakesBoth() throws Exception {
        for (ClientSecurity security : new ClientSecurity[]{ClientSecurity.plain(), TRUSTING}) {
            Talker atClient = new Talker(true, 10, 8);
            try (Pair pair = new Pair(SECURE.withPlainAllowed(), new Talker(false, 10, 8))) {
                pair.dial(security, atClient);
                Pair.until(() -> atClient.received.get() == 10);
            }
        }
    }

    @Test
    void aForgedDatagramIsNotTakenForATunnelsPacket() throws Exception {
        Talker atGateway = new Talker(false, 0, 8);
        Talker atClient = new Talker(true, 1, 8);
        try (Pair pair = new Pair(SECURE, atGateway)) {
            pair.dial(TRUSTING, atClient);
            EndpointConnection gateway = get(atGateway.established);
            byte[] forged = harmful(gateway);
            try (DatagramSocket socket = new DatagramSocket(gateway.remote().getPort(),
                    InetAddress.getLoopbackAddress())) {
                assertThat(socket.getLocalSocketAddress()).isEqualTo(gateway.remote());
                long before = datagramsAtGateway(pair);
                socket.send(new DatagramPacket(forged, forged.length, pair.gateway.localAddress()));
                pair.untilAtGateway(() -> datagrams(pair) > before);
            }
            assertThat(Pair.on(pair.gateway.loop(), () -> isEstablished(gateway))).isTrue();
            // The same bytes end the connection if they come by its own tunnel: only their way told them apart.
            pair.gateway.loop().execute(() -> pair.gateway.loop().endpoint()
                    .receive(System.nanoTime(), gateway.remote(), ByteBuffer.wrap(forged)));
            assertThat(get(atGateway.closed).code()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    private static long datagramsAtGateway(Pair pair) throws Exception {
        return Pair.on(pair.gateway.loop(), () -> datagrams(pair));
    }

    private static long datagrams(Pair pair) {
        return pair.gateway.loop().endpoint().statistics().datagramsReceived();
    }

    @Test
    void aTunnelsPacketIsNotTakenForADatagram() throws Exception {
        Talker atGateway = new Talker(false, 0, 8);
        Talker atClient = new Talker(true, 1, 8);
        try (Pair pair = new Pair(PLAIN, atGateway)) {
            Pair.on(pair.clients.loop(), () -> pair.clients.loop().connect(pair.gateway.localAddress(),
                    ClientSecurity.plain(), atClient));
            EndpointConnection gateway = get(atGateway.established);
            byte[] forged = harmful(gateway);
            try (Socket socket = new Socket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.remote().getPort()));
                socket.connect(pair.listener.localAddress());
                long before = datagramsAtGateway(pair);
                // A long header of an unknown version first, as a bare tunnel begins with one.
                byte[] greeting = Packets.initial(7, 8, new byte[0], 0);
                socket.getOutputStream().write(framed(greeting));
                socket.getOutputStream().write(framed(forged));
                pair.untilAtGateway(() -> datagrams(pair) >= before + 2);
            }
            assertThat(Pair.on(pair.gateway.loop(), () -> isEstablished(gateway))).isTrue();
        }
    }

    private static byte[] framed(byte[] packet) {
        return ByteBuffer.allocate(2 + packet.length).putShort((short) packet.length).put(packet).array();
    }

    @Test
    void bothSidesLearnAtOnceThatATunnelIsGone() throws Exception {
        Talker atGateway = new Talker(false, 0, 8);
        Talker atClient = new Talker(true, 1, 8);
        ConnectionConfig patient = ConnectionConfig.DEFAULT.withIdle(Duration.ofHours(1), Duration.ZERO);
        try (Pair pair = new Pair(SECURE, atGateway, patient, TcpSettings.of(Pair.anyPort()))) {
            pair.dial(TRUSTING, atClient);
            get(atGateway.established);
            pair.listener.close();
            for (Talker side : new Talker[]{atClient, atGateway}) {
                assertThat(get(side.closed)).isEqualTo(new CloseReason(
                        CloseReason.Origin.TUNNEL, ErrorCode.RESET, "the TCP connection was closed"));
            }
        }
    }

    @Test
    void aTunnelEndsWithItsConnection() throws Exception {
        Talker atClient = new Talker(true, 1, 8);
        try (Pair pair = new Pair(SECURE, new Talker(false, 0, 8))) {
            EndpointConnection client = pair.dial(TRUSTING, atClient);
            get(atClient.established);
            Pair.on(pair.clients.loop(), () -> {
                client.connection().close(System.nanoTime(), ErrorCode.NO_ERROR, "done");
                client.wakeUp();
                return true;
            });
            Pair.until(() -> pair.listener.statistics().open() == 0);
        }
    }

    @Test
    void aReaderThatStopsStopsItsSender() throws Exception {
        Talker atGateway = new Talker(false, 0, 1000);
        atGateway.reading = false;
        Talker atClient = new Talker(true, 20_000, 1000);
        ConnectionConfig small = ConnectionConfig.DEFAULT.withWindows(64 * 1024, 128 * 1024, 64 * 1024);
        try (Pair pair = new Pair(SECURE, atGateway, small, TcpSettings.of(Pair.anyPort()))) {
            pair.dial(TRUSTING, atClient);
            // The receiver's window and the sender's buffer are full: nothing else holds messages.
            Pair.until(() -> atClient.sent.get() >= 64);
            get(atGateway.established);
            assertThat(atClient.sent.get()).isLessThan(200);
            pair.gateway.loop().execute(() -> {
                atGateway.reading = true;
                atGateway.read();
                atGateway.established.join().wakeUp();
            });
            Pair.until(() -> atGateway.received.get() == 20_000);
            assertThat(atGateway.wrong).isNotDone();
        }
    }

    @Test
    void packetsThatFindTheQueueFullAreDroppedAndCounted() throws Exception {
        TunnelCounters counters = new TunnelCounters();
        try (Pair pair = new Pair(PLAIN, new Talker(false, 0, 8))) {
            // Its channel never opens, so that all waits.
            Tunnel tunnel = new Tunnel(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                    pair.clients.loop(), false, TunnelChannels.MAX_FRAME, counters);
            for (int i = 0; i < 100; i++) {
                tunnel.send(ByteBuffer.allocate(998));
            }
            assertThat(counters.snapshot().packetsDropped()).isEqualTo(100 - TunnelChannels.MAX_FRAME / 1000);
            tunnel.close();
        }
    }

    @Test
    void furtherTunnelsThanAllowedAreClosedAtOnce() throws Exception {
        try (Pair pair = new Pair(PLAIN, new Talker(false, 0, 8), ConnectionConfig.DEFAULT,
                TcpSettings.of(Pair.anyPort()).withMaxTunnels(2));
                Socket first = open(pair)) {
            try (Socket second = open(pair)) {
                Pair.until(() -> pair.listener.statistics().open() == 2);
                try (Socket third = open(pair)) {
                    assertThat(third.getInputStream().read()).isEqualTo(-1);
                }
                assertThat(pair.listener.statistics().refused()).isEqualTo(1);
                assertThat(second.isConnected()).isTrue();
            }
            Pair.until(() -> pair.listener.statistics().open() == 1);
            assertThat(first.isConnected()).isTrue();
        }
    }

    private static Socket open(Pair pair) throws IOException {
        return new Socket(pair.listener.localAddress().getAddress(), pair.listener.localAddress().getPort());
    }

    @Test
    void tunnelsWithoutAConnectionAreClosedInTime() throws Exception {
        try (Pair pair = new Pair(SECURE.withPlainAllowed(), new Talker(false, 0, 8), ConnectionConfig.DEFAULT,
                TcpSettings.of(Pair.anyPort()).withHandshakeTimeout(Duration.ofMillis(200)));
                Socket silent = open(pair);
                Socket halfTls = open(pair);
                Socket idle = open(pair)) {
            halfTls.getOutputStream().write(new byte[]{0x16, 3, 1});
            // Answered with RETRY, but no connection comes of it.
            idle.getOutputStream().write(framed(Packets.initial(7, 8, new byte[0], 0)));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(halfTls.getInputStream().readAllBytes()).isNotNull();
            assertThat(idle.getInputStream().readAllBytes()).isNotEmpty();
            Pair.until(() -> pair.listener.statistics().open() == 0);
            assertThat(pair.listener.statistics().silent()).isEqualTo(2);
            assertThat(pair.listener.statistics().handshakesFailed()).isEqualTo(1);
        }
    }

    @Test
    void aLengthThatIsNoPacketsEndsTheTunnel() throws Exception {
        try (Pair pair = new Pair(PLAIN, new Talker(false, 0, 8)); Socket socket = open(pair)) {
            socket.getOutputStream().write(framed(Packets.initial(7, 8, new byte[0], 0)));
            socket.getOutputStream().write(new byte[]{0, 0});
            assertThat(socket.getInputStream().readAllBytes()).isNotNull();
            assertThat(pair.listener.statistics().malformed()).isEqualTo(1);
        }
    }
}
