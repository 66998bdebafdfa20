package io.sluice.crsp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.PacketCiphers;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import io.sluice.crsp.security.TestCertificates;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecureConnectionTest {
    private static final byte[] CLUSTER_SECRET = "a secret of the whole cluster...".getBytes(UTF_8);
    private static final SSLContext GATEWAY = CertificateTrust.ofKeyStore(TestCertificates.gateway(),
            TestCertificates.PASSWORD);

    private Instant time = Instant.parse("2026-11-21T12:00:00Z");
    private final TicketKeys tickets = keys(CLUSTER_SECRET);
    private final ServerSecurity gateway = ServerSecurity.of(GATEWAY, tickets);

    private TicketKeys keys(byte[]... secrets) {
        return new TicketKeys(List.of(secrets), Duration.ofHours(12), Duration.ofHours(24), () -> time);
    }

    private static ClientSecurity.Tls pinned() {
        String fingerprint = TestCertificates.fingerprint(TestCertificates.gateway());
        return new ClientSecurity.Tls(CertificateTrust.pinned(fingerprint), "localhost", 4650, false, null);
    }

    private static void exchange(Wire wire) {
        Stream stream = wire.client.open();
        for (int i = 0; i < 200; i++) {
            assertThat(stream.offer(("message " + i).getBytes(UTF_8))).isTrue();
        }
        stream.finish();
        assertThat(wire.runUntil(() -> wire.server.messages.size() == 200, wire.now + 30 * Wire.SECOND)).isTrue();
        for (int i = 0; i < 200; i++) {
            assertThat(wire.server.messages.get(i)).isEqualTo(("message " + i).getBytes(UTF_8));
        }
    }

    private Ticket earnTicket() {
        Wire first = new Wire(pinned(), gateway);
        assertThat(first.establish()).isTrue();
        Ticket ticket = first.client.connection.ticket();
        if (ticket == null) {
            throw new AssertionError("no ticket came");
        }
        return ticket;
    }

    @Test
    void aFullHandshakeGivesBothSidesTheSameKeys() {
        Wire wire = new Wire(pinned(), gateway);
        assertThat(wire.establish()).isTrue();
        assertThat(wire.client.connection.isSecured()).isTrue();
        assertThat(wire.server.connection.isSecured()).isTrue();
        exchange(wire);
    }

    @Test
    void aTicketBringsAClientBackWithoutTls() {
        Ticket ticket = earnTicket();
        SSLContext never = CertificateTrust.deciding((certificate, fingerprint) -> {
            throw new AssertionError("a certificate was shown");
        });
        Wire wire = new Wire(new ClientSecurity.Tls(never, "localhost", 4650, false, ticket), gateway);
        assertThat(wire.establish()).isTrue();
        assertThat(wire.client.connection.isSecured()).isTrue();
        exchange(wire);
        assertThat(wire.client.connection.ticket()).isNotNull().isNotEqualTo(ticket);
    }

    @Test
    void everyResumptionHasKeysOfItsOwn() {
        Ticket ticket = earnTicket();
        List<byte[]> firstPackets = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Wire wire = new Wire(ConnectionConfig.DEFAULT, ConnectionConfig.DEFAULT, pinned().withTicket(ticket),
                    gateway, new PacketCiphers(), 7 + i);
            List<byte[]> data = new ArrayList<>();
            wire.arrives = (target, datagram) -> {
                if (datagram[0] >= 0 && target == wire.server) {
                    data.add(datagram);
                }
                return true;
            };
            assertThat(wire.establish()).isTrue();
            firstPackets.add(data.getFirst());
        }
        assertThat(firstPackets.get(0)).isNotEqualTo(firstPackets.get(1));
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void aBadTicketIsRefusedByItsOwnCode(Damage damage) {
        Ticket ticket = damage.apply(earnTicket());
        if (damage == Damage.EXPIRED) {
            time = time.plus(Duration.ofHours(25));
        }
        ServerSecurity taker = damage == Damage.OTHER_CLUSTER
                ? ServerSecurity.of(GATEWAY, keys("another cluster's own secret....".getBytes(UTF_8)))
                : gateway;
        Wire wire = new Wire(pinned().withTicket(ticket), taker);
        wire.runUntil(() -> wire.client.closed() != null, 5 * Wire.SECOND);
        assertThat(wire.client.closed()).isNotNull();
        assertThat(wire.client.closed().code()).isEqualTo(ErrorCode.TICKET_REFUSED);
        assertThat(wire.server.connection.isSecured()).isFalse();
    }

    enum Damage {
        FLIPPED(ticket -> {
            byte[] bytes = ticket.bytes().clone();
            bytes[bytes.length / 2] ^= 1;
            return new Ticket(bytes, ticket.secret());
        }), TRUNCATED(ticket -> new Ticket(java.util.Arrays.copyOf(ticket.bytes(), 40), ticket.secret())),
        STOLEN_WITHOUT_SECRET(ticket -> new Ticket(ticket.bytes(), new byte[32])),
        EXPIRED(UnaryOperator.identity()), OTHER_CLUSTER(UnaryOperator.identity());

        private final UnaryOperator<Ticket> change;

        Damage(UnaryOperator<Ticket> change) {
            this.change = change;
        }

        Ticket apply(Ticket ticket) {
            return change.apply(ticket);
        }
    }

    @Test
    void aReplacedClusterSecretStillOpensOldTickets() {
        Ticket ticket = earnTicket();
        ServerSecurity renewed = ServerSecurity.of(
                GATEWAY, keys("the secret that replaces the old".getBytes(UTF_8), CLUSTER_SECRET));
        assertThat(new Wire(pinned().withTicket(ticket), renewed).establish()).isTrue();
    }

    @Test
    void anotherCertificateIsRejectedBeforeAnythingIsSent() {
        ServerSecurity impostor = ServerSecurity.of(
                CertificateTrust.ofKeyStore(TestCertificates.other(), TestCertificates.PASSWORD), tickets);
        Wire wire = new Wire(pinned(), impostor);
        wire.runUntil(() -> wire.client.closed() != null, 5 * Wire.SECOND);
        assertThat(wire.client.closed()).isNotNull();
        assertThat(wire.client.closed().code()).isEqualTo(ErrorCode.CERTIFICATE_REJECTED);
        assertThat(wire.client.closed().message())
                .contains(TestCertificates.fingerprint(TestCertificates.other()));
        assertThat(wire.server.connection.isSecured()).isFalse();
    }

    @Test
    void theNameInTheCertificateIsChecked() {
        SSLContext trusting = TestCertificates.trusting();
        assertThat(new Wire(new ClientSecurity.Tls(trusting, "gateway.test", 4650, true, null), gateway).establish())
                .isTrue();
        Wire wrong = new Wire(new ClientSecurity.Tls(trusting, "elsewhere.test", 4650, true, null), gateway);
        wrong.runUntil(() -> wrong.client.closed() != null, 5 * Wire.SECOND);
        assertThat(wrong.client.closed()).isNotNull();
        assertThat(wrong.client.closed().code()).isEqualTo(ErrorCode.CERTIFICATE_REJECTED);
    }

    @Test
    void aClientsCertificateNamesItAndItsTicketKeepsTheName() {
        ServerSecurity asking = new ServerSecurity(
                false, TestCertificates.gatewayContext(), ClientCertificates.REQUIRED, tickets);
        ClientSecurity.Tls named = new ClientSecurity.Tls(TestCertificates.clientContext(), "localhost", 4650, true,
                null);
        Wire wire = new Wire(named, asking);
        assertThat(wire.establish()).isTrue();
        assertThat(wire.server.connection.peerIdentity()).isEqualTo("CN=kitchen-renderer");
        Wire again = new Wire(named.withTicket(wire.client.connection.ticket()), asking);
        assertThat(again.establish()).isTrue();
        assertThat(again.server.connection.peerIdentity()).isEqualTo("CN=kitchen-renderer");
    }

    @Test
    void aClientWithoutTheRequiredCertificateIsRefused() {
        ServerSecurity asking = new ServerSecurity(
                false, TestCertificates.gatewayContext(), ClientCertificates.REQUIRED, tickets);
        Wire wire = new Wire(pinned(), asking);
        wire.runUntil(() -> wire.client.closed() != null, 5 * Wire.SECOND);
        assertThat(wire.client.closed()).isNotNull();
        assertThat(wire.server.connection.isSecured()).isFalse();
        assertThat(wire.server.messages).isEmpty();
    }

    @Test
    void plainIsRefusedUnlessBothSidesNameIt() {
        Wire toSecure = new Wire(ClientSecurity.plain(), gateway);
        toSecure.runUntil(() -> toSecure.client.closed() != null, 5 * Wire.SECOND);
        assertThat(toSecure.client.closed()).isNotNull();
        assertThat(toSecure.client.closed().code()).isEqualTo(ErrorCode.PLAIN_REFUSED);
        Wire toPlain = new Wire(pinned(), ServerSecurity.plainOnly());
        toPlain.runUntil(() -> toPlain.client.closed() != null, 5 * Wire.SECOND);
        assertThat(toPlain.client.closed()).isNotNull();
        assertThat(toPlain.client.closed().code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
        assertThat(new Wire(ClientSecurity.plain(), gateway.withPlainAllowed()).establish()).isTrue();
        assertThat(new Wire(pinned(), gateway.withPlainAllowed()).establish()).isTrue();
    }

    @Test
    void aModeChangedOnTheWayIsNoDowngrade() {
        Wire wire = new Wire(pinned(), gateway.withPlainAllowed());
        wire.arrives = (target, datagram) -> {
            int frame = PacketHeader.LONG_HEADER_SIZE + 1 + 4;
            if (target == wire.server && datagram[0] < 0 && datagram[frame] == 0x06 && datagram[frame + 1] == 0) {
                int hello = frame + 4;
                assertThat(datagram[hello]).isEqualTo((byte) 2);
                datagram[hello] = 1;
                new Crc32cProtection().seal(ByteBuffer.wrap(datagram).limit(datagram.length - Crc32cProtection.SIZE));
            }
            return true;
        };
        wire.runUntil(() -> wire.client.closed() != null, 5 * Wire.SECOND);
        assertThat(wire.client.closed()).isNotNull();
        assertThat(wire.client.connection.isSecured()).isFalse();
        assertThat(wire.client.closed().code()).isEqualTo(ErrorCode.HANDSHAKE_FAILED);
    }

    @Test
    void keysChangeUnderWayAndNothingIsLost() {
        Wire wire = new Wire(ConnectionConfig.DEFAULT, ConnectionConfig.DEFAULT, pinned(), gateway,
                new PacketCiphers(16), 1);
        SplittableRandom random = new SplittableRandom(5);
        assertThat(wire.establish()).isTrue();
        wire.arrives = (target, datagram) -> random.nextInt(10) > 0;
        Stream stream = wire.client.open();
        for (int i = 0; i < 2000; i++) {
            while (!stream.offer(new byte[400])) {
                wire.run(Wire.LATENCY);
            }
        }
        assertThat(wire.runUntil(() -> wire.server.messages.size() == 2000, wire.now + 120 * Wire.SECOND)).isTrue();
        assertThat(wire.client.connection.keyUpdates()).isGreaterThan(5);
        assertThat(wire.server.connection.keyUpdates()).isEqualTo(wire.client.connection.keyUpdates());
    }

    @Test
    void spoiledRepeatedAndReorderedPacketsDoNoHarm() {
        Wire wire = new Wire(pinned(), gateway);
        SplittableRandom random = new SplittableRandom(11);
        List<byte[]> seen = new ArrayList<>();
        wire.arrives = (target, datagram) -> {
            if (target == wire.server) {
                seen.add(datagram.clone());
                byte[] spoiled = datagram.clone();
                spoiled[random.nextInt(spoiled.length)] ^= (byte) (1 << random.nextInt(8));
                byte[] cut = java.util.Arrays.copyOf(datagram, 1 + random.nextInt(datagram.length));
                wire.inject(wire.server, spoiled);
                wire.inject(wire.server, cut);
                wire.inject(wire.server, seen.get(random.nextInt(seen.size())).clone());
            }
            return random.nextInt(10) > 0;
        };
        assertThat(wire.establish()).isTrue();
        exchange(wire);
        ConnectionStatistics statistics = wire.server.connection.statistics();
        assertThat(statistics.packetsCorrupt()).isPositive();
        assertThat(statistics.packetsDuplicate()).isPositive();
        assertThat(wire.server.closed()).isNull();
    }

    @Test
    void aLostLastWordOfTheClientIsSaidAgain() {
        Wire wire = new Wire(pinned(), gateway);
        int[] initials = {0};
        wire.arrives = (target, datagram) -> target != wire.server || datagram[0] >= 0 || ++initials[0] == 1
                || initials[0] > 4;
        assertThat(wire.establish()).isTrue();
        exchange(wire);
    }

    @Test
    void aForgedGoodbyeInAnInitialPacketIsIgnoredOnceThereAreKeys() {
        Wire wire = new Wire(pinned(), gateway);
        wire.arrives = (target, datagram) -> target != wire.server || datagram[0] < 0;
        assertThat(wire.runUntil(() -> wire.server.connection.isSecured(), Wire.SECOND)).isTrue();
        byte[] close = {0x1c, 0x00, 0x00};
        wire.inject(wire.server, Packets.initial(Wire.SERVER_ID, Wire.CLIENT_ID, new byte[0], 77, close));
        byte[] nonsense = {0x02, 0x3f, 0x00, 0x00, 0x00};
        wire.inject(wire.server, Packets.initial(Wire.SERVER_ID, Wire.CLIENT_ID, new byte[0], 78, nonsense));
        wire.arrives = (target, datagram) -> true;
        assertThat(wire.establish()).isTrue();
        exchange(wire);
    }

    @Test
    void aStatelessResetIsRecognisedByTheTokenThatCameEncrypted() {
        Wire wire = new Wire(pinned(), gateway);
        List<byte[]> all = new ArrayList<>();
        wire.arrives = (target, datagram) -> all.add(datagram);
        assertThat(wire.establish()).isTrue();
        assertThat(all).noneMatch(datagram -> contains(datagram, Wire.RESET_TOKEN));
        byte[] reset = new byte[41];
        new SplittableRandom(3).nextBytes(reset);
        reset[0] = 0x40;
        ByteBuffer.wrap(reset).putLong(1, Wire.CLIENT_ID).put(25, Wire.RESET_TOKEN);
        wire.inject(wire.client, reset);
        assertThat(wire.client.closed()).isNotNull();
        assertThat(wire.client.closed().code()).isEqualTo(ErrorCode.RESET);
    }

    private static boolean contains(byte[] datagram, byte[] what) {
        return new String(datagram, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains(new String(what, java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
