package io.sluice.crsp.security;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The gateway's side of coming back with a ticket. */
final class ResumptionServer implements KeyAgreement {
    private final TicketKeys keys;
    private final RandomGenerator random;
    private byte[] clientHello = {};
    private byte[] serverHello = {};
    private byte[] received = {};
    private byte[] pending = {};
    private @Nullable TrafficSecrets secrets;
    private @Nullable String identity;

    ResumptionServer(TicketKeys keys, RandomGenerator random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public SecurityMode mode() {
        return SecurityMode.RESUMPTION;
    }

    @Override
    public void onClientHello(byte[] hello) {
        clientHello = hello;
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
        int lengthSize = received.length == 0 ? 1 : 1 << ((received[0] & 0xC0) >> 6);
        if (received.length < lengthSize) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(received);
        long length = VarInt.read(in);
        if (length == 0 || length > Ticket.MAX_SIZE) {
            throw new TransportException(ErrorCode.HANDSHAKE_FAILED, "a ticket has an impossible length");
        }
        int bound = lengthSize + (int) length + Resumption.NONCE_SIZE;
        if (received.length >= bound + Resumption.MAC_SIZE) {
            byte[] ticket = new byte[(int) length];
            byte[] nonce = new byte[Resumption.NONCE_SIZE];
            in.get(ticket).get(nonce);
            finish(ticket, nonce, bound);
        }
    }

    private void finish(byte[] ticket, byte[] clientNonce, int bound) {
        TicketKeys.Content content = keys.open(ticket);
        if (content == null) {
            throw new TransportException(ErrorCode.TICKET_REFUSED, ErrorCode.TICKET_REFUSED.advice());
        }
        byte[] flight = Arrays.copyOf(received, bound + Resumption.MAC_SIZE);
        byte[] binder = Arrays.copyOfRange(flight, bound, flight.length);
        byte[] expected = Resumption.binder(content.resumption(), clientHello, Arrays.copyOf(flight, bound));
        if (!MessageDigest.isEqual(binder, expected)) {
            throw new TransportException(ErrorCode.TICKET_REFUSED, "the ticket is shown by someone else");
        }
        byte[] nonce = new byte[Resumption.NONCE_SIZE];
        random.nextBytes(nonce);
        byte[] transcript = KeySchedule.sha256(clientHello, flight, serverHello, nonce);
        byte[] master = Resumption.master(content.resumption(), clientNonce, nonce, transcript);
        pending = KeySchedule.concat(nonce, Resumption.serverProof(master, transcript));
        secrets = TrafficSecrets.derive(master);
        identity = content.identity();
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
        return identity;
    }
}
