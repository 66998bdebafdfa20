package io.sluice.crsp.security;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes TLS contexts: by the JDK's authorities, by a keystore, or by a decision about each certificate. */
public final class CertificateTrust {
    private CertificateTrust() {}

    /**
     * Decides about the certificate that a gateway shows, as SSH does about host keys. Called on the connection's
     * thread; it must be quick.
     */
    @FunctionalInterface
    public interface Decision {
        /**
         * @param fingerprint see {@link CertificateTrust#fingerprint}
         * @throws CertificateException if the gateway is not to be trusted; the text is shown to people
         */
        void check(X509Certificate certificate, String fingerprint) throws CertificateException;
    }

    /** Trusts the authorities that the JDK trusts. */
    public static SSLContext authorities() {
        return context(null, null);
    }

    /**
     * Shows the certificate of a keystore, and trusts the JDK's authorities.
     *
     * @throws IllegalArgumentException if the password does not open the key
     */
    public static SSLContext ofKeyStore(KeyStore store, char[] password) {
        return ofKeyStore(store, password, null);
    }

    /**
     * Shows the certificate of a keystore, and trusts the authorities of another.
     *
     * @param trusted null for the JDK's authorities
     * @throws IllegalArgumentException if the password does not open the key
     */
    public static SSLContext ofKeyStore(KeyStore store, char[] password, @Nullable KeyStore trusted) {
        try {
            return context(keys(store, password), trusted == null ? null : authorities(trusted));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keystore cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyManager[] keys(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static TrustManager[] authorities(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    /**
     * Trusts whatever the decision accepts, and shows the certificate of a keystore to those who ask.
     *
     * @throws IllegalArgumentException if the password does not open the key
     */
    public static SSLContext deciding(Decision decision, KeyStore store, char[] password) {
        try {
            return context(keys(store, password), new TrustManager[]{new DecidingTrustManager(decision)});
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keystore's key cannot be used: " + e.getMessage(), e);
        }
    }

    /** Trusts whatever the decision accepts, by the certificate itself and not by its name or signature. */
    public static SSLContext deciding(Decision decision) {
        return context(null, new TrustManager[]{new DecidingTrustManager(decision)});
    }

    /** Trusts one certificate, by its fingerprint. */
    public static SSLContext pinned(String fingerprint) {
        String expected = normalized(fingerprint);
        return deciding((certificate, shown) -> {
            if (!normalized(shown).equals(expected)) {
                throw new CertificateException("the gateway shows another certificate than expected: " + shown);
            }
        });
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS 1.3", e);
        }
    }

    /** SHA-256 of the certificate, as upper-case hexadecimal bytes with colons between. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate has no fingerprint", e);
        }
    }

    private static String normalized(String fingerprint) {
        return fingerprint.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
    }

    private static final class DecidingTrustManager implements X509TrustManager {
        private final Decision decision;

        DecidingTrustManager(Decision decision) {
            this.decision = decision;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("clients are not judged here");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            decision.check(chain[0], fingerprint(chain[0]));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() { return new X509Certificate[0]; }
    }
}
