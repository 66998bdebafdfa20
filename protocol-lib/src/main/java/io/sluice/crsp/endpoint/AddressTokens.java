package io.sluice.crsp.endpoint;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The stateless secrets of a gateway: address tokens (RFC 9000 §8.1.4) and reset tokens (§10.3.2),
 * both HMAC-SHA256 cut to 16 bytes. Not safe for threads.
 *
 * <pre>address token: issued(64) mac(128) over address, port, connection id and issued</pre>
 */
final class AddressTokens {
    private static final int MAC_SIZE = 16;
    private static final int TOKEN_SIZE = Long.BYTES + MAC_SIZE;
    private static final byte ADDRESS = 1;
    private static final byte RESET = 2;

    private final Mac mac;
    private final long lifetime;

    /**
     * @param secret at least 16 bytes; the same over restarts, or resets are not recognised
     * @param lifetime nanoseconds that an address token is good for
     */
    AddressTokens(byte[] secret, long lifetime) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the secret needs at least 16 bytes");
        }
        this.lifetime = lifetime;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }

    byte[] issue(long now, InetSocketAddress remote, long connectionId) {
        ByteBuffer token = ByteBuffer.allocate(TOKEN_SIZE);
        token.putLong(now).put(addressMac(now, remote, connectionId));
        return token.array();
    }

    boolean isValid(long now, InetSocketAddress remote, long connectionId, ByteBuffer token) {
        if (token.remaining() != TOKEN_SIZE) {
            return false;
        }
        long issued = token.getLong(token.position());
        if (now - issued < 0 || now - issued > lifetime) {
            return false;
        }
        byte[] presented = new byte[MAC_SIZE];
        token.get(token.position() + Long.BYTES, presented);
        return MessageDigest.isEqual(presented, addressMac(issued, remote, connectionId));
    }

    byte[] resetToken(long connectionId) {
        mac.update(RESET);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(connectionId).flip());
        return Arrays.copyOf(mac.doFinal(), MAC_SIZE);
    }

    private byte[] addressMac(long issued, InetSocketAddress remote, long connectionId) {
        mac.update(ADDRESS);
        mac.update(remote.getAddress().getAddress());
        ByteBuffer rest = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES);
        rest.putInt(remote.getPort()).putLong(connectionId).putLong(issued).flip();
        mac.update(rest);
        return Arrays.copyOf(mac.doFinal(), MAC_SIZE);
    }
}
