package io.sluice.crsp.security;

import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;

/**
 * What both sides of a resumption compute.
 *
 * <pre>
 * client, after its hello:   length(i) ticket(..) nonce(256) binder(256)
 * gateway, after its hello:  nonce(256) proof(256)
 *
 * binder     = HMAC(Expand(secret, "binder"), SHA-256(client hello, length, ticket, nonce))
 * transcript = SHA-256(client hello, all that followed it, gateway hello, gateway nonce)
 * master     = Expand(Extract(client nonce || gateway nonce, secret), "resume" || transcript)
 * proof      = HMAC(Expand(master, "proof"), transcript)
 * </pre>
 */
final class Resumption {
    static final int NONCE_SIZE = 32;
    static final int MAC_SIZE = 32;

    private Resumption() {}

    static byte[] clientFlight(Ticket ticket, byte[] hello, byte[] nonce) {
        int length = ticket.bytes().length;
        ByteBuffer out = ByteBuffer.allocate(VarInt.size(length) + length + NONCE_SIZE + MAC_SIZE);
        VarInt.write(out, length);
        out.put(ticket.bytes()).put(nonce);
        byte[] bound = new byte[out.position()];
        out.get(0, bound);
        return out.put(binder(ticket.secret(), hello, bound)).array();
    }

    static byte[] binder(byte[] secret, byte[] hello, byte[] bound) {
        byte[] key = KeySchedule.expand(secret, "binder", KeySchedule.SECRET_SIZE);
        return KeySchedule.hmac(key, KeySchedule.sha256(hello, bound));
    }

    static byte[] master(byte[] secret, byte[] clientNonce, byte[] serverNonce, byte[] transcript) {
        byte[] extracted = KeySchedule.extract(KeySchedule.concat(clientNonce, serverNonce), secret);
        return KeySchedule.expand(extracted, "resume", KeySchedule.SECRET_SIZE, transcript);
    }

    static byte[] serverProof(byte[] master, byte[] transcript) {
        return KeySchedule.hmac(KeySchedule.expand(master, "proof", KeySchedule.SECRET_SIZE), transcript);
    }
}
