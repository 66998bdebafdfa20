package io.sluice.crsp.security;

import io.sluice.crsp.wire.Crc32cProtection;
import io.sluice.crsp.wire.PacketProtection;
import org.jspecify.annotations.Nullable;

/** What protects the packets of all connections of one thread. Not safe for threads. */
public final class PacketCiphers {
    private final Crc32cProtection checksum = new Crc32cProtection();
    private final long keyUpdateAfter;
    private @Nullable Aead aead;

    /** Changes keys after {@link AeadProtection#DEFAULT_KEY_UPDATE} packets. */
    public PacketCiphers() {
        this(AeadProtection.DEFAULT_KEY_UPDATE);
    }

    /**
     * @param keyUpdateAfter packets sealed with one key before it is changed; 1 to 2^23 (RFC 9001 §6.6)
     */
    public PacketCiphers(long keyUpdateAfter) {
        this.keyUpdateAfter = keyUpdateAfter;
    }

    /** Protects the packets of the handshake, and all packets in plain mode. */
    public Crc32cProtection checksum() {
        return checksum;
    }

    /** A new connection's protection from its secrets. */
    public PacketProtection protect(byte[] sending, byte[] receiving) {
        if (aead == null) {
            aead = new Aead();
        }
        return new AeadProtection(sending, receiving, aead, keyUpdateAfter);
    }
}
