package io.sluice.crsp.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.capture.TsharkCapture;
import io.sluice.crsp.capture.TsharkCapture.Row;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.PacketHeader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What someone on the path sees of encrypted connections, by tshark and byte for byte. */
class SecureCaptureTest {
    private static final byte[] SECRET_TEXT = "nobody on the path may read this".getBytes(UTF_8);
    private static final int MESSAGES = 200;

    /** Sends the text many times, takes it back as often, and ends. */
    private static final class Asking implements ConnectionHandler {
        final CompletableFuture<Ticket> over = new CompletableFuture<>();
        private int answers;

        @Override
        public void onEvent(EndpointConnection connection, ConnectionEvent event) {
            switch (event) {
                case ConnectionEvent.Established ignored -> {
                    Stream stream = Objects.requireNonNull(connection.connection().openStream());
                    for (int i = 0; i < MESSAGES; i++) {
                        assertThat(stream.offer(SECRET_TEXT)).isTrue();
                    }
                    stream.finish();
                }
                case ConnectionEvent.StreamReadable(Stream stream) -> {
                    for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                        answers += java.util.Arrays.equals(message, SECRET_TEXT) ? 1 : 0;
                    }
                }
                case ConnectionEvent.StreamDone ignored -> connection.connection().shutdown(System.nanoTime());
                case ConnectionEvent.Closed ignored -> {
                    if (answers == MESSAGES) {
                        over.complete(Objects.requireNonNull(connection.connection().ticket()));
                    } else {
                        over.completeExceptionally(new AssertionError("only " + answers + " answers"));
                    }
                }
                default -> {
                }
            }
        }
    }

    private static void echo(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.StreamReadable(Stream stream)) {
            for (byte[] message = stream.poll(); message != null; message = stream.poll()) {
                assertThat(stream.offer(message)).isTrue();
            }
            if (stream.isEnded()) {
                stream.finish();
            }
        }
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static Ticket converse(UdpTransport client, InetSocketAddress gateway, ClientSecurity security)
            throws Exception {
        Asking asking = new Asking();
        client.loop().execute(() -> client.loop().connect(gateway, security, asking));
        return asking.over.get(30, TimeUnit.SECONDS);
    }

    @Test
    @Timeout(120)
    void aCaptureShowsNoPayloadNoTokenAndNoPacketNumber(@TempDir Path folder) throws Exception {
        TicketKeys keys = new TicketKeys(
                List.of(new byte[32]), Duration.ofHours(1), Duration.ofHours(1), InstantSource.system());
        ServerSecurity security = ServerSecurity.of(
                CertificateTrust.ofKeyStore(TestCertificates.gateway(), TestCertificates.PASSWORD), keys);
        ClientSecurity.Tls full = new ClientSecurity.Tls(
                CertificateTrust.pinned(TestCertificates.fingerprint(TestCertificates.gateway())), "localhost", 4650,
                false, null);
        EndpointConfig config = EndpointConfig.of(ConnectionConfig.DEFAULT, new byte[16], security);
        try (UdpTransport gateway = UdpTransport.open(UdpSettings.of(anyPort()), config,
                remote -> SecureCaptureTest::echo, Thread.ofPlatform().factory());
                UdpTransport client = UdpTransport.open(UdpSettings.of(anyPort()), config, null,
                        Thread.ofPlatform().factory())) {
            TsharkCapture capture = new TsharkCapture(folder, gateway.localAddress().getPort());
            Ticket first;
            Ticket second;
            boolean ticketSeenEarly;
            try (Tap tap = new Tap(gateway.localAddress(), capture::add)) {
                first = converse(client, tap.address(), full);
                ticketSeenEarly = capture.contains(first.bytes());
                second = converse(client, tap.address(), full.withTicket(first));
            }

            assertThat(capture.contains(SECRET_TEXT)).isFalse();
            assertThat(ticketSeenEarly).as("the ticket on its way to the client").isFalse();
            for (Ticket ticket : List.of(first, second)) {
                assertThat(capture.contains(ticket.secret())).isFalse();
            }
            assertThat(capture.contains(second.bytes())).isFalse();
            List<byte[]> data = capture.datagrams().stream().filter(datagram -> datagram[0] >= 0).toList();
            assertThat(data).hasSizeGreaterThan(20);
            // In clear, these would be numbers from 0 on.
            assertThat(data).filteredOn(datagram -> number(datagram) >= 0 && number(datagram) < 100_000)
                    .hasSizeLessThan(3);

            List<Row> shown = capture.decode("crsp.type == \"DATA\"", "crsp.pn", "crsp.frame.type", "crsp.stream.data",
                    "crsp.message.type", "_ws.col.Info");
            assertThat(shown).hasSameSizeAs(data).allSatisfy(row -> {
                assertThat(row.first("_ws.col.Info")).contains("protected");
                for (String hidden : List.of("crsp.pn", "crsp.frame.type", "crsp.stream.data", "crsp.message.type")) {
                    assertThat(row.all(hidden)).as(hidden).isEmpty();
                }
            });
        }
    }

    private static int number(byte[] datagram) {
        return ByteBuffer.wrap(datagram).getInt(PacketHeader.DATA_NUMBER_OFFSET);
    }
}
