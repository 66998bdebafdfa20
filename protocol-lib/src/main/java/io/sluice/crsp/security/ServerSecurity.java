package io.sluice.crsp.security;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway takes from its clients. Immutable and safe for threads.
 *
 * @param plainAllowed whether clients without encryption are taken: only by name, on trusted links
 * @param tls the gateway's certificate, and whom it trusts if clients have one; null to take plain clients only
 * @param clientCertificates what is asked of clients
 * @param tickets seals and opens resume tickets; null for a full handshake each time
 */
public record ServerSecurity(
        boolean plainAllowed,
        @Nullable SSLContext tls,
        ClientCertificates clientCertificates,
        @Nullable TicketKeys tickets) {

    /** Whether clients show a certificate. */
    public enum ClientCertificates {
        NONE, WANTED, REQUIRED
    }

    public ServerSecurity {
        if (!plainAllowed && tls == null) {
            throw new IllegalArgumentException("a gateway needs a certificate, or must allow plain mode by name");
        }
    }

    /** Plain clients only. */
    public static ServerSecurity plainOnly() {
        return new ServerSecurity(true, null, ClientCertificates.NONE, null);
    }

    /** Secured clients only, without certificates of their own. */
    public static ServerSecurity of(SSLContext tls, TicketKeys tickets) {
        return new ServerSecurity(false, tls, ClientCertificates.NONE, tickets);
    }

    /** The same, but taking plain clients too. */
    public ServerSecurity withPlainAllowed() {
        return new ServerSecurity(true, tls, clientCertificates, tickets);
    }

    /** True if some clients are encrypted. */
    public boolean isSecure() { return tls != null; }

    /**
     * A new agreement for a client's wish.
     *
     * @throws TransportException if this gateway does not offer the mode
     */
    public KeyAgreement newAgreement(SecurityMode mode, RandomGenerator random) {
        return switch (mode) {
            case PLAIN -> {
                if (!plainAllowed) {
                    throw new TransportException(ErrorCode.PLAIN_REFUSED, ErrorCode.PLAIN_REFUSED.advice());
                }
                yield new PlainAgreement();
            }
            case TLS -> new TlsAgreement(newEngine());
            case RESUMPTION -> {
                if (tls == null || tickets == null) {
                    throw new TransportException(ErrorCode.TICKET_REFUSED, ErrorCode.TICKET_REFUSED.advice());
                }
                yield new ResumptionServer(tickets, random);
            }
        };
    }

    /**
     * A new TLS engine as the settings want it, for a handshake inside CRSP or beneath it.
     *
     * @throws TransportException if there is no certificate
     */
    public SSLEngine newEngine() {
        if (tls == null) {
            throw new TransportException(ErrorCode.HANDSHAKE_FAILED, "this gateway speaks plain mode only");
        }
        SSLEngine engine = tls.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = TlsParameters.of(engine);
        parameters.setWantClientAuth(clientCertificates == ClientCertificates.WANTED);
        if (clientCertificates == ClientCertificates.REQUIRED) {
            parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /** A ticket for a connection just established, or null if none are given. */
    public byte @Nullable [] issueTicket(
            TrafficSecrets secrets, @Nullable String identity, RandomGenerator random) {
        return tickets == null || tls == null ? null : tickets.seal(secrets.resumption(), identity, random);
    }
}
