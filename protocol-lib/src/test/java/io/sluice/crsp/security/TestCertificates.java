package io.sluice.crsp.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates made by the JDK's own keytool, once a run. */
public final class TestCertificates {
    /** Of every keystore made here. */
    public static final char[] PASSWORD = "changeit".toCharArray();

    private static final KeyStore GATEWAY = make("gateway", "CN=gateway.test", "dns:localhost,dns:gateway.test");
    private static final KeyStore OTHER = make("other", "CN=other.test", "dns:other.test");
    private static final KeyStore CLIENT = make("client", "CN=kitchen-renderer", "dns:kitchen");

    private TestCertificates() {}

    /** For the names localhost and gateway.test. */
    public static KeyStore gateway() {
        return GATEWAY;
    }

    /** Of someone else. */
    public static KeyStore other() {
        return OTHER;
    }

    public static String fingerprint(KeyStore store) {
        return CertificateTrust.fingerprint(certificate(store));
    }

    /** A gateway that trusts the test client's certificate. */
    public static SSLContext gatewayContext() {
        return mutual(GATEWAY, CLIENT);
    }

    /** A client that shows its certificate and trusts the test gateway's. */
    public static SSLContext clientContext() {
        return mutual(CLIENT, GATEWAY);
    }

    /** A client without a certificate that trusts the test gateway's authority. */
    public static SSLContext trusting() {
        return mutual(null, GATEWAY);
    }

    private static SSLContext mutual(@org.jspecify.annotations.Nullable KeyStore own, KeyStore trusted) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("peer", certificate(trusted));
            TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusts.init(trust);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(KeyStore store) {
        try {
            return (X509Certificate) store.getCertificate(store.aliases().nextElement());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore make(String alias, String subject, String names) {
        try {
            Path folder = Files.createTempDirectory("sluice-certificates");
            Path file = folder.resolve(alias + ".p12");
            String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            Process process = new ProcessBuilder(List.of(
                    keytool, "-genkeypair", "-alias", alias, "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                    subject, "-ext", "san=" + names, "-validity", "30", "-storetype", "PKCS12", "-keystore",
                    file.toString(), "-storepass", new String(PASSWORD))).inheritIO().start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            Files.delete(file);
            Files.delete(folder);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
