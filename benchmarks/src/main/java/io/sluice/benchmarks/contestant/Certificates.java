package io.sluice.benchmarks.contestant;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A throw-away key (EC P-256) and its self-signed certificate, for the peers that need one. */
public final class Certificates {
    private static final char[] PASSWORD = "benchmarks".toCharArray();
    private static final String ALIAS = "server";

    private final KeyManagerFactory keys;
    private final TrustManagerFactory trust;

    /** Makes a new one with the JDK's keytool; takes about a second. */
    public Certificates() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            make(store);
        } catch (IOException e) {
            throw new GeneralSecurityException("no certificate could be made: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GeneralSecurityException("no certificate could be made", e);
        }
        keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try {
            trusted.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty keystore cannot be made", e);
        }
        trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
        trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
    }

    private static void make(KeyStore store) throws IOException, InterruptedException, GeneralSecurityException {
        Path folder = Files.createTempDirectory("sluice-bench");
        Path file = folder.resolve("server.p12");
        try {
            Process keytool = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                    ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=localhost", "-ext",
                    "san=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
                    file.toString(), "-storepass", new String(PASSWORD)).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool: " + said.strip());
            }
            try (InputStream stream = Files.newInputStream(file)) {
                store.load(stream, PASSWORD);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** The server's key. */
    public KeyManagerFactory keys() {
        return keys;
    }

    /** Trusts the certificate and no other. */
    public TrustManagerFactory trust() {
        return trust;
    }

    /** For both ends of a TLS 1.3 connection. */
    public SSLContext tls() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
