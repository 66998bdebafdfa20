package io.sluice.crsp.security;

import javax.crypto.spec.SecretKeySpec;

/** The keys of one direction and one key phase: AES-128-GCM with its nonce base, and the header's key. */
final class PacketKeys {
    private static final int KEY_SIZE = 16;
    private static final String AES = "AES";

    private final byte[] secret;
    final SecretKeySpec key;
    final byte[] iv;
    final SecretKeySpec headerKey;

    private PacketKeys(byte[] secret, SecretKeySpec headerKey) {
        this.secret = secret;
        this.key = new SecretKeySpec(KeySchedule.expand(secret, "key", KEY_SIZE), AES);
        this.iv = KeySchedule.expand(secret, "iv", Aead.NONCE_SIZE);
        this.headerKey = headerKey;
    }

    /** The first keys of a direction. */
    static PacketKeys of(byte[] secret) {
        return new PacketKeys(secret, new SecretKeySpec(KeySchedule.expand(secret, "header", KEY_SIZE), AES));
    }

    /** The keys of the next phase; the header's key stays (RFC 9001 §6.1). */
    PacketKeys next() {
        return new PacketKeys(KeySchedule.expand(secret, "update", KeySchedule.SECRET_SIZE), headerKey);
    }
}
