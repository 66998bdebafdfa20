package io.sluice.gateway.listener;

import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.gateway.config.GatewayConfig;
import io.sluice.gateway.config.ListenerSecurity;
import java.io.File;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the gateway's certificate and says what the listener takes. */
final class Certificates {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private Certificates() {}

    /**
     * @throws IllegalArgumentException if a keystore cannot be read; the message names it
     */
    static ServerSecurity security(GatewayConfig config) {
        ListenerSecurity settings = config.security();
        Optional<String> file = settings.keyStore();
        if (file.isEmpty()) {
            LOG.warn("CRSP is in plain mode only: nothing is secret, nothing is authentic; for trusted links");
            return ServerSecurity.plainOnly();
        }
        KeyStore store = load(file.get(), settings.keyStorePassword());
        TicketKeys tickets = new TicketKeys(
                List.of(config.clusterSecret()), settings.ticketRotation(), settings.ticketLifetime(),
                InstantSource.system());
        SSLContext context = CertificateTrust.ofKeyStore(
                store, settings.keyStorePassword().toCharArray(), trustStore(settings));
        LOG.info("CRSP is secured by TLS 1.3; fingerprint of the certificate: {}", fingerprint(store));
        if (settings.plain()) {
            LOG.warn("Clients without encryption are taken too, because sluice.crsp.plain is true");
        }
        return new ServerSecurity(settings.plain(), context, settings.clientCertificates(), tickets);
    }

    private static @Nullable KeyStore trustStore(ListenerSecurity settings) {
        Optional<String> file = settings.trustStore();
        return file.isEmpty() ? null : load(file.get(), settings.trustStorePassword());
    }

    private static KeyStore load(String file, String password) {
        try {
            return KeyStore.getInstance(new File(file), password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the keystore " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String fingerprint(KeyStore store) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return CertificateTrust.fingerprint(certificate);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keystore's certificate cannot be read", e);
        }
        throw new IllegalArgumentException("the keystore holds no certificate with a key");
    }
}
