package io.sluice.crsp.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** HKDF-SHA256 (RFC 5869) with this protocol's labels, and the digests around it. */
final class KeySchedule {
    /** Bytes of every secret: the size of SHA-256. */
    static final int SECRET_SIZE = 32;

    private static final String LABEL_PREFIX = "crsp/2 ";
    private static final String HMAC = "HmacSHA256";

    private KeySchedule() {}

    /** HKDF-Extract. */
    static byte[] extract(byte[] salt, byte[] keyMaterial) {
        return derive(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(keyMaterial).extractOnly());
    }

    /** HKDF-Expand with the info {@code "crsp/2 " label context}. */
    static byte[] expand(byte[] secret, String label, int length, byte... context) {
        byte[] text = (LABEL_PREFIX + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = concat(text, context);
        return derive(HKDFParameterSpec.expandOnly(new SecretKeySpec(secret, HMAC), info, length));
    }

    private static byte[] derive(HKDFParameterSpec parameters) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HKDF-SHA256", e);
        }
    }

    static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA256", e);
        }
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] whole = new byte[first.length + second.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(second, 0, whole, first.length, second.length);
        return whole;
    }
}
