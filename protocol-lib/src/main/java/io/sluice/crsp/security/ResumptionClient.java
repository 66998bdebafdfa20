package io.sluice.crsp.security;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The client's side of coming back with a ticket. */
final class ResumptionClient implements KeyAgreement {
    private final Ticket ticket;
    private final byte[] nonce;
    private byte[] firstFlight = {};
    private byte[] pending = {};
    private byte[] serverHello = {};
    private byte[] received = {};
    private @Nullable TrafficSecrets secrets;

    ResumptionClient(Ticket ticket, RandomGenerator random) {
        this.ticket = ticket;
        this.nonce = new byte[Resumption.NONCE_SIZE];
        random.nextBytes(nonce);
    }

    @Override
    public SecurityMode mode() {
        return SecurityMode.RESUMPTION;
    }

    @Override
    public void onClientHello(byte[] hello) {
        pending = Resumption.clientFlight(ticket, hello, nonce);
        firstFlight = KeySchedule.concat(hello, pending);
    }

    @Override
    public void onServerHello(byte[] hello) {
        serverHello = hello;
    }

    @Override
    public void receive(byte[] bytes) {
        if (secrets != null) {
            return;
        }
        received = KeySchedule.concat(received, bytes);
        if (received.length < Resumption.NONCE_SIZE + Resumption.MAC_SIZE) {
            return;
        }
        byte[] serverNonce = Arrays.copyOf(received, Resumption.NONCE_SIZE);
        byte[] proof = Arrays.copyOfRange(
                received, Resumption.NONCE_SIZE, Resumption.NONCE_SIZE + Resumption.MAC_SIZE);
        byte[] transcript = KeySchedule.sha256(firstFlight, serverHello, serverNonce);
        byte[] master = Resumption.master(ticket.secret(), nonce, serverNonce, transcript);
        if (!MessageDigest.isEqual(proof, Resumption.serverProof(master, transcript))) {
            throw new TransportException(
                    ErrorCode.HANDSHAKE_FAILED, "the gateway does not prove that it knows the ticket's secret");
        }
        secrets = TrafficSecrets.derive(master);
    }

    @Override
    public byte[] produce() {
        byte[] out = pending;
        pending = new byte[0];
        return out;
    }

    @Override
    public @Nullable TrafficSecrets secrets() {
        return secrets;
    }

    @Override
    public @Nullable String peerIdentity() {
        return null;
    }
}
