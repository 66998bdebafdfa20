package io.sluice.cli.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.HostPort;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.client.GatewayTrust;
import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a command trusts its gateways, and who it is. */
public final class TrustOptions {
    private static final String KEYSTORE_PASSWORD = "SLUICE_CLIENT_KEYSTORE_PASSWORD";

    /** One of them at most. */
    static final class Trust {
        @Option(names = "--plain", description = "Use no encryption, on trusted links only. The gateway must allow it by"
                + " name, too (or SLUICE_PLAIN=true).")
        private boolean plain;

        @Option(names = "--fingerprint", paramLabel = "SHA-256", description = "Trust the gateway that shows the certificate"
                + " with this fingerprint, and no other.")
        private @Nullable String fingerprint;

        @Option(names = "--authorities", description = "Trust gateways whose certificate, with their name, is signed by an"
                + " authority that Java trusts.")
        private boolean authorities;
    }

    @ArgGroup
    private Trust trust = new Trust();

    @Option(names = "--client-keystore", paramLabel = "FILE", description = "Show the certificate in this PKCS12 file to"
            + " gateways that ask for one. Its password is taken from SLUICE_CLIENT_KEYSTORE_PASSWORD.")
    private @Nullable Path clientKeyStore;

    @Option(names = "--known-gateways", paramLabel = "FILE", description = "Where the certificates of gateways are remembered"
            + " (default: .sluice/known-gateways in your home, or SLUICE_KNOWN_GATEWAYS).")
    private @Nullable Path knownGateways;

    /**
     * What was chosen; by default a gateway's certificate is trusted when it is first seen, and then held to.
     *
     * @param console told of gateways seen for the first time
     */
    GatewayTrust trust(Console console) throws CliException {
        if (trust.plain || (isUnsaid() && Boolean.parseBoolean(System.getenv("SLUICE_PLAIN")))) {
            return GatewayTrust.plain();
        }
        if (trust.authorities) {
            return clientKeyStore == null ? GatewayTrust.authorities() : GatewayTrust.of(ownCertificate(null));
        }
        String pinned = trust.fingerprint;
        GatewayTrust.Decision decision = pinned == null
                ? firstUse(console, knownGateways == null ? KnownGateways.standard() : new KnownGateways(knownGateways))
                : (gateway, certificate, shown) -> requireEqual(gateway, pinned, shown);
        return clientKeyStore == null ? GatewayTrust.deciding(decision) : withCertificate(decision);
    }

    private boolean isUnsaid() { return !trust.authorities && trust.fingerprint == null; }

    private GatewayTrust withCertificate(GatewayTrust.Decision decision) throws CliException {
        ownCertificate((certificate, fingerprint) -> {
        });
        return gateway -> {
            try {
                return new ClientSecurity.Tls(
                        ownCertificate((certificate, shown) -> decision.check(gateway, certificate, shown)),
                        gateway.getHostString(), gateway.getPort(), false, null);
            } catch (CliException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private SSLContext ownCertificate(CertificateTrust.@Nullable Decision decision)
            throws CliException {
        Path file = Objects.requireNonNull(clientKeyStore);
        String secret = System.getenv(KEYSTORE_PASSWORD);
        char[] password = secret == null ? new char[0] : secret.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance(file.toFile(), password);
            return decision == null
                    ? CertificateTrust.ofKeyStore(store, password)
                    : CertificateTrust.deciding(decision, store, password);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, "the keystore " + file + " cannot be used: " + e.getMessage(),
                    "Check the file, and its password in " + KEYSTORE_PASSWORD + ".", e);
        }
    }

    private static void requireEqual(InetSocketAddress gateway, String expected, String shown)
            throws CertificateException {
        if (!digits(expected).equalsIgnoreCase(digits(shown))) {
            throw new CertificateException(name(gateway) + " shows another certificate than asked for: " + shown);
        }
    }

    private static String digits(String fingerprint) {
        return fingerprint.replaceAll("[^0-9A-Fa-f]", "");
    }

    private static GatewayTrust.Decision firstUse(Console console, KnownGateways known) {
        return (gateway, certificate, shown) -> {
            String name = name(gateway);
            Optional<String> remembered = known.find(name);
            if (remembered.isEmpty()) {
                known.add(name, shown);
                console.event(
                        name + " is seen for the first time; trusting its certificate from now on: " + shown,
                        Json.object().put("event", "trusted").put("gateway", name).put("fingerprint", shown));
            } else if (!remembered.get().equals(shown)) {
                throw new CertificateException(
                        name + " shows another certificate than before. Either it was renewed, or"
                                + " someone stands in between. Known: " + remembered.get() + ". Shown: " + shown
                                + ". If it was renewed, remove the line of " + name + " from " + known.file());
            }
        };
    }

    private static String name(InetSocketAddress gateway) {
        return new HostPort(gateway.getHostString(), gateway.getPort()).toString();
    }
}
