package io.sluice.gateway.config;

import io.sluice.crsp.security.ServerSecurity.ClientCertificates;
import java.time.Duration;
import java.util.Optional;

/**
 * How the gateway and its clients trust each other. Each setting is a MicroProfile Config property and, in capitals
 * with underscores, an environment variable.
 *
 * @param plain {@code sluice.crsp.plain}: whether clients without encryption are taken beside the others. Default false
 * @param keyStore {@code sluice.crsp.keystore}: file with the gateway's certificate and key, PKCS12 or JKS. Needed
 *     unless plain is true
 * @param keyStorePassword {@code sluice.crsp.keystore.password}: opens it
 * @param clientCertificates {@code sluice.crsp.client.certificates}: none, wanted or required. Default none
 * @param trustStore {@code sluice.crsp.truststore}: file with the authorities of clients' certificates. Default are
 *     those that the JDK trusts
 * @param trustStorePassword {@code sluice.crsp.truststore.password}: opens it
 * @param ticketLifetime {@code sluice.crsp.ticket.lifetime}: how long a client may come back without a full handshake;
 *     1 s to 7 days. Default 24 h
 * @param ticketRotation {@code sluice.crsp.ticket.rotation}: how long one key seals tickets; 1 min or more. Default 12 h
 */
public record ListenerSecurity(
        boolean plain,
        Optional<String> keyStore,
        String keyStorePassword,
        ClientCertificates clientCertificates,
        Optional<String> trustStore,
        String trustStorePassword,
        Duration ticketLifetime,
        Duration ticketRotation) {
    private static final Duration LONGEST_TICKET = Duration.ofDays(7);

    public ListenerSecurity {
        if (keyStore.isEmpty() && !plain) {
            throw new IllegalArgumentException(
                    "sluice.crsp.keystore is not set: the gateway needs a certificate, or sluice.crsp.plain=true on"
                            + " trusted links");
        }
        if (ticketLifetime.compareTo(Duration.ofSeconds(1)) < 0 || ticketLifetime.compareTo(LONGEST_TICKET) > 0) {
            throw new IllegalArgumentException(
                    "sluice.crsp.ticket.lifetime must be 1 s to 7 days, but is " + ticketLifetime);
        }
        if (ticketRotation.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "sluice.crsp.ticket.rotation must be at least 1 min, but is " + ticketRotation);
        }
    }

    @Override
    public String toString() {
        return "ListenerSecurity[plain=" + plain + ", keyStore=" + keyStore + "]";
    }
}
