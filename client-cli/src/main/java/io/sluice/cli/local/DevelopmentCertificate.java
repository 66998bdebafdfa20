package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.crsp.security.CertificateTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate for a gateway on this machine, made once by the JDK's keytool and kept.
 *
 * @param keyStore PKCS12 file with the certificate and its key
 * @param password opens it
 */
public record DevelopmentCertificate(Path keyStore, String password) {
    private static final String ALIAS = "gateway";
    private static final int VALID_DAYS = 825;
    private static final String PASSWORD_VARIABLE = "SLUICE_STORE_PASSWORD";
    private static final int KEYTOOL_SECONDS = 60;

    /** Makes it if there is none yet. */
    static DevelopmentCertificate ensure(Path keyStore, String password) throws CliException {
        DevelopmentCertificate certificate = new DevelopmentCertificate(keyStore, password);
        if (!Files.exists(keyStore)) {
            certificate.make();
        }
        return certificate;
    }

    private void make() throws CliException {
        Path draft = keyStore.resolveSibling(keyStore.getFileName() + ".new");
        try {
            Files.createDirectories(draft.toAbsolutePath().getParent());
            Files.deleteIfExists(draft);
            ProcessBuilder builder = new ProcessBuilder(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                    ALIAS, "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=Sluice development gateway",
                    "-ext", "san=" + names(), "-validity", Integer.toString(VALID_DAYS), "-storetype", "PKCS12",
                    "-keystore", draft.toString(), "-storepass:env", PASSWORD_VARIABLE));
            builder.environment().put(PASSWORD_VARIABLE, password);
            Process keytool = builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!keytool.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                keytool.destroy();
                throw new IOException("keytool did not make a certificate");
            }
            Files.move(draft, keyStore, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(e);
        }
    }

    private static String names() {
        String names = "dns:localhost,ip:127.0.0.1";
        try {
            String host = InetAddress.getLocalHost().getHostName();
            return host.matches("[A-Za-z][A-Za-z0-9.-]*") && !host.equals("localhost") ? names + ",dns:" + host : names;
        } catch (UnknownHostException e) {
            return names;
        }
    }

    private CliException failure(Exception cause) {
        return new CliException(ExitCode.ENVIRONMENT,
                "no certificate can be made in " + keyStore + ": " + cause.getMessage(),
                "Check that the folder can be written to and that a whole JDK is installed, not a JRE only.", cause);
    }

    /** SHA-256 of the certificate, in hexadecimal with colons. */
    public String fingerprint() throws CliException {
        try {
            KeyStore store = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
            if (store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
                return CertificateTrust.fingerprint(certificate);
            }
            throw new IOException("it holds no certificate");
        } catch (IOException | GeneralSecurityException e) {
            throw new CliException(ExitCode.ENVIRONMENT, keyStore + " cannot be read: " + e.getMessage(),
                    "Delete it; the next sluice up makes a new one.", e);
        }
    }
}
