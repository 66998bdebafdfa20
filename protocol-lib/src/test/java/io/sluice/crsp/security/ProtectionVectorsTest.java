package io.sluice.crsp.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.Notation;
import io.sluice.crsp.SpecificationVectors;
import io.sluice.crsp.SpecificationVectors.Vector;
import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys, the protected packets and the resumption of docs/protocol.md are what this code computes. */
class ProtectionVectorsTest {
    static List<Vector> keys() {
        return SpecificationVectors.of("keys");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void keysFollowFromTheSecret(Vector vector) {
        Notation meaning = Notation.parse(vector.meaning());
        byte[] secret = vector.bytes();
        assertThat(KeySchedule.expand(secret, "key", 16)).isEqualTo(meaning.bytes("key"));
        assertThat(KeySchedule.expand(secret, "iv", 12)).isEqualTo(meaning.bytes("iv"));
        assertThat(KeySchedule.expand(secret, "header", 16)).isEqualTo(meaning.bytes("header"));
        assertThat(KeySchedule.expand(secret, "update", 32)).isEqualTo(meaning.bytes("next"));
    }

    static List<Vector> packets() {
        return SpecificationVectors.of("protected");
    }

    @ParameterizedTest
    @MethodSource("packets")
    void packetsAreProtectedAndOpened(Vector vector) {
        Notation meaning = Notation.parse(vector.meaning());
        byte[] secret = meaning.bytes("secret");
        byte[] payload = meaning.bytes("payload");
        byte[] other = new byte[32];
        AeadProtection sender = new AeadProtection(secret, other, new Aead(), 100);
        ByteBuffer packet = ByteBuffer.allocate(1200);
        PacketHeader.writeData(packet, meaning.number("destination"), meaning.number("number"));
        packet.put(payload).flip();
        sender.seal(packet, meaning.number("number"));
        assertThat(HexFormat.of().formatHex(packet.array(), 0, packet.limit()))
                .isEqualTo(HexFormat.of().formatHex(vector.bytes()));

        AeadProtection receiver = new AeadProtection(other, secret, new Aead(), 100);
        assertThat(receiver.open(packet, meaning.number("number") - 1)).isEqualTo(meaning.number("number"));
        assertThat(Arrays.copyOfRange(packet.array(), PacketHeader.DATA_HEADER_SIZE, packet.limit()))
                .isEqualTo(payload);
    }

    static List<Vector> resumptions() {
        return SpecificationVectors.of("resumption");
    }

    @ParameterizedTest
    @MethodSource("resumptions")
    void aResumptionComputesWhatIsWritten(Vector vector) {
        Notation meaning = Notation.parse(vector.meaning());
        Ticket ticket = new Ticket(meaning.bytes("ticket"), meaning.bytes("secret"));
        byte[] hello = meaning.bytes("client_hello");
        byte[] nonce = meaning.bytes("client_nonce");
        byte[] flight = Resumption.clientFlight(ticket, hello, nonce);
        assertThat(HexFormat.of().formatHex(flight)).isEqualTo(HexFormat.of().formatHex(vector.bytes()));

        byte[] gatewayNonce = meaning.bytes("gateway_nonce");
        byte[] transcript = KeySchedule.sha256(hello, flight, meaning.bytes("gateway_hello"), gatewayNonce);
        byte[] master = Resumption.master(ticket.secret(), nonce, gatewayNonce, transcript);
        assertThat(HexFormat.of().formatHex(Resumption.serverProof(master, transcript)))
                .isEqualTo(HexFormat.of().formatHex(meaning.bytes("proof")));
        TrafficSecrets secrets = TrafficSecrets.derive(master);
        assertThat(HexFormat.of().formatHex(secrets.client()))
                .isEqualTo(HexFormat.of().formatHex(meaning.bytes("client")));
        assertThat(HexFormat.of().formatHex(secrets.server()))
                .isEqualTo(HexFormat.of().formatHex(meaning.bytes("server")));
    }
}
