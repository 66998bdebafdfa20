package io.sluice.crsp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.session.SessionId;
import io.sluice.crsp.tcp.TcpListener;
import io.sluice.crsp.tcp.TcpSettings;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpTransport;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client library on real sockets, towards a gateway whose UDP port can be blocked. */
@Timeout(60)
class TcpFallbackTest {
    private static final ServerSecurity SECURITY = new ServerSecurity(
            false, TestCertificates.gatewayContext(), ClientCertificates.NONE, null);

    private record Step(boolean resumed, Transport over) {}

    private final BlockingQueue<Step> steps = new LinkedBlockingQueue<>();
    private final ScriptedGateway gateway = new ScriptedGateway(System::nanoTime);
    private UdpTransport udp;
    private TcpListener tcp;
    /** On the UDP port that has the number of the TCP port. */
    private UdpRelay block;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        udp = UdpTransport.open(UdpSettings.of(any),
                EndpointConfig.of(ConnectionConfig.DEFAULT, new byte[16], SECURITY), remote -> gateway,
                Thread.ofPlatform().name("gateway").factory());
        tcp = listen(any);
        block = UdpRelay.start(RelaySettings.builder(tcp.localAddress(), udp.localAddress()).build());
        block.cut();
    }

    private TcpListener listen(InetSocketAddress local) throws IOException {
        return TcpListener.open(TcpSettings.of(local), SECURITY, udp.loops(), Thread.ofPlatform().factory());
    }

    @AfterEach
    void stop() {
        block.close();
        udp.close();
        tcp.close();
    }

    private ClientOptions options(String fingerprint) {
        ClientOptions.Builder options = ClientOptions.builder();
        return options.gateway(tcp.localAddress())
                .trust(GatewayTrust.pinned(fingerprint))
                .transport(TransportPolicy.AUTO.withProbes(Duration.ofMillis(100), Duration.ofMillis(400)))
                .connection(options.connection().withHandshakeTimeout(Duration.ofMillis(1000)))
                .listener(new ClientListener() {
                    @Override
                    public void onConnected(SessionId session, boolean resumed, InetSocketAddress at, Transport over) {
                        steps.add(new Step(resumed, over));
                    }
                })
                .build();
    }

    private Step nextStep() throws InterruptedException {
        Step step = steps.poll(30, TimeUnit.SECONDS);
        return step == null ? new Step(false, Transport.UDP) : step;
    }

    private static void assertDelivers(Subscription records, long from, long to) throws Exception {
        for (long offset = from; offset < to; offset++) {
            assertThat(Objects.requireNonNull(records.next()).offset()).isEqualTo(offset);
        }
    }

    @Test
    void usesTcpWhileUdpIsBlockedAndThenComesBack() throws Exception {
        try (SluiceClient client = SluiceClient.connect(options(
                TestCertificates.fingerprint(TestCertificates.gateway())));
                Subscription records = client.subscribe(SubscribeRequest.earliest("orders"))) {
            assertThat(nextStep()).isEqualTo(new Step(false, Transport.TCP));
            udp.loop().execute(() -> gateway.addRecords(1000));
            assertDelivers(records, 0, 1000);
            block.restore();
            udp.loop().execute(() -> gateway.addRecords(1000));
            assertThat(nextStep()).isEqualTo(new Step(true, Transport.UDP));
            udp.loop().execute(() -> gateway.addRecords(1000));
            assertDelivers(records, 1000, 3000);
        }
    }

    @Test
    void aGatewayThatEndsTheTcpConnectionIsComeBackTo() throws Exception {
        try (SluiceClient client = SluiceClient.connect(options(
                TestCertificates.fingerprint(TestCertificates.gateway())));
                Subscription records = client.subscribe(SubscribeRequest.earliest("orders"))) {
            assertThat(nextStep()).isEqualTo(new Step(false, Transport.TCP));
            InetSocketAddress port = tcp.localAddress();
            tcp.close();
            tcp = listen(port);
            assertThat(nextStep()).isEqualTo(new Step(true, Transport.TCP));
            udp.loop().execute(() -> gateway.addRecords(100));
            assertDelivers(records, 0, 100);
        }
    }

    @Test
    void aWrongCertificateIsRefusedOverTcpToo() {
        ErrorCode code = null;
        try (SluiceClient client = SluiceClient.connect(options(
                TestCertificates.fingerprint(TestCertificates.other())))) {
            assertThat(client).isNull();
        } catch (SluiceException e) {
            code = e.code();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(code).isEqualTo(ErrorCode.CERTIFICATE_REJECTED);
        assertThat(List.copyOf(steps)).isEmpty();
    }
}
