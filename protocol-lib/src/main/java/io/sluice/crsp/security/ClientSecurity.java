package io.sluice.crsp.security;

import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** How a client connects: secured, or plain by name. Immutable. */
public sealed interface ClientSecurity {
    /** Plain mode, chosen by name. */
    static ClientSecurity plain() {
        return new Plain();
    }

    /** A new agreement for one connection. */
    KeyAgreement newAgreement(RandomGenerator random);

    /** A checksum only: nothing is secret, nothing is authentic. For trusted links. */
    record Plain() implements ClientSecurity {
        @Override
        public KeyAgreement newAgreement(RandomGenerator random) {
            return new PlainAgreement();
        }
    }

    /**
     * TLS 1.3.
     *
     * @param context whom to trust, and the client's own certificate if it has one; see {@link CertificateTrust}
     * @param host the gateway's name, for the certificate's check and the server name indication
     * @param port the gateway's port
     * @param checkHost whether the certificate must carry the name: false only where the certificate itself is pinned
     * @param ticket of an earlier connection, or null for a full handshake
     */
    record Tls(SSLContext context, String host, int port, boolean checkHost, @Nullable Ticket ticket)
            implements
                ClientSecurity {
        @Override
        public KeyAgreement newAgreement(RandomGenerator random) {
            if (ticket != null) {
                return new ResumptionClient(ticket, random);
            }
            return new TlsAgreement(newEngine());
        }

        /** A new TLS engine for a full handshake, inside CRSP or beneath it. */
        public SSLEngine newEngine() {
            SSLEngine engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            SSLParameters parameters = TlsParameters.of(engine);
            parameters.setEndpointIdentificationAlgorithm(checkHost ? "HTTPS" : null);
            engine.setSSLParameters(parameters);
            return engine;
        }

        /** The same with another ticket, or with none. */
        public Tls withTicket(@Nullable Ticket other) {
            return new Tls(context, host, port, checkHost, other);
        }
    }
}
