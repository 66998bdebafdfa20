package io.sluice.crsp.security;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens resume tickets. All gateways of a cluster derive the same keys from the cluster's secret, a new one
 * every rotation period, so that a client may come back to any of them. Immutable and safe for threads.
 *
 * <pre>ticket = format(8) period(64) nonce(96) AES-256-GCM{ issued(64) secret(256) identity(..) } tag(128)</pre>
 */
public final class TicketKeys {
    /** Longest identity kept in a ticket, in bytes of UTF-8. */
    public static final int MAX_IDENTITY = 256;

    private static final byte FORMAT = 1;
    private static final byte[] NO_SALT = new byte[KeySchedule.SECRET_SIZE];
    private static final int NONCE_SIZE = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER_SIZE = 1 + Long.BYTES;
    private static final int MIN_SIZE = HEADER_SIZE + NONCE_SIZE + Long.BYTES + KeySchedule.SECRET_SIZE + 16;

    /** Clocks of the gateways may be apart by so many seconds. */
    private static final long CLOCK_SKEW = 60;

    private final List<byte[]> secrets;
    private final long rotation;
    private final long lifetime;
    private final InstantSource clock;

    /**
     * @param resumption what the client proves to have
     * @param identity who the client proved to be in its full handshake, or null
     */
    record Content(byte[] resumption, @Nullable String identity) {}

    /**
     * @param secrets of the cluster, each 16 bytes or more: the first seals, all open, so that a secret can be replaced
     *     without refusing anyone
     * @param rotation how long a key seals; 1 minute or more
     * @param lifetime how long a ticket is good for; 1 second to 7 days (RFC 8446 §4.6.1)
     * @param clock the time of day
     */
    public TicketKeys(List<byte[]> secrets, Duration rotation, Duration lifetime, InstantSource clock) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length < 16)) {
            throw new IllegalArgumentException("a cluster secret of 16 bytes or more is needed");
        }
        if (rotation.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException("keys must rotate after 1 minute or later: " + rotation);
        }
        if (lifetime.toSeconds() < 1 || lifetime.compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("tickets must live for 1 s to 7 days: " + lifetime);
        }
        // Secrets may be shorter than what HKDF-Expand takes.
        this.secrets = secrets.stream().map(secret -> KeySchedule.extract(NO_SALT, secret)).toList();
        this.rotation = rotation.toSeconds();
        this.lifetime = lifetime.toSeconds();
        this.clock = clock;
    }

    /** How long tickets are good for, in seconds. */
    public long lifetimeSeconds() {
        return lifetime;
    }

    byte[] seal(byte[] resumption, @Nullable String identity, RandomGenerator random) {
        long now = clock.instant().getEpochSecond();
        long period = Math.floorDiv(now, rotation);
        byte[] name = identity == null ? new byte[0] : identity.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_IDENTITY) {
            throw new IllegalArgumentException("the identity is longer than " + MAX_IDENTITY + " bytes");
        }
        byte[] nonce = new byte[NONCE_SIZE];
        random.nextBytes(nonce);
        ByteBuffer content = ByteBuffer.allocate(Long.BYTES + resumption.length + name.length);
        content.putLong(now).put(resumption).put(name);
        byte[] header = ByteBuffer.allocate(HEADER_SIZE).put(FORMAT).putLong(period).array();
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, secrets.getFirst(), period, header, nonce)
                    .doFinal(content.array());
            return KeySchedule.concat(header, KeySchedule.concat(nonce, sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a ticket cannot be sealed", e);
        }
    }

    /** What a ticket holds; null if it is forged, spoiled, expired or of another cluster. */
    @Nullable
    Content open(byte[] ticket) {
        if (ticket.length < MIN_SIZE || ticket[0] != FORMAT) {
            return null;
        }
        long now = clock.instant().getEpochSecond();
        long period = ByteBuffer.wrap(ticket).getLong(1);
        if (period < Math.floorDiv(now - lifetime - CLOCK_SKEW, rotation)
                || period > Math.floorDiv(now + CLOCK_SKEW, rotation)) {
            return null;
        }
        for (byte[] secret : secrets) {
            ByteBuffer content = open(secret, period, ticket);
            if (content != null) {
                long age = now - content.getLong();
                return age >= -CLOCK_SKEW && age <= lifetime ? content(content) : null;
            }
        }
        return null;
    }

    private static @Nullable ByteBuffer open(byte[] secret, long period, byte[] ticket) {
        byte[] header = new byte[HEADER_SIZE];
        byte[] nonce = new byte[NONCE_SIZE];
        ByteBuffer.wrap(ticket).get(header).get(nonce);
        int begin = HEADER_SIZE + NONCE_SIZE;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, secret, period, header, nonce);
            return ByteBuffer.wrap(cipher.doFinal(ticket, begin, ticket.length - begin));
        } catch (GeneralSecurityException forged) {
            return null;
        }
    }

    private static Content content(ByteBuffer in) {
        byte[] resumption = new byte[KeySchedule.SECRET_SIZE];
        in.get(resumption);
        String identity = in.hasRemaining() ? StandardCharsets.UTF_8.decode(in).toString() : null;
        return new Content(resumption, identity);
    }

    private static Cipher cipher(int mode, byte[] secret, long period, byte[] header, byte[] nonce)
            throws GeneralSecurityException {
        byte[] key = KeySchedule.expand(
                secret, "ticket", 32, ByteBuffer.allocate(Long.BYTES).putLong(period).array());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        return cipher;
    }
}
