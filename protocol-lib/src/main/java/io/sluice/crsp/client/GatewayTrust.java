package io.sluice.crsp.client;

import io.sluice.crsp.security.CertificateTrust;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;

/** How a client secures its connections, for each gateway that it knows. Called on the client's thread. */
@FunctionalInterface
public interface GatewayTrust {
    /** The security of a connection to this gateway, which may be unresolved; without a ticket. */
    ClientSecurity towards(InetSocketAddress gateway);

    /** Checks the gateway's certificate, with its name, by the authorities that the JDK trusts. The default. */
    static GatewayTrust authorities() {
        return of(CertificateTrust.authorities());
    }

    /** Checks the gateway's certificate, with its name, by a context that may hold a certificate of the client's own. */
    static GatewayTrust of(SSLContext context) {
        return gateway -> new ClientSecurity.Tls(context, gateway.getHostString(), gateway.getPort(), true, null);
    }

    /** Trusts gateways that show the certificate with this SHA-256 fingerprint, whatever their name. */
    static GatewayTrust pinned(String fingerprint) {
        SSLContext context = CertificateTrust.pinned(fingerprint);
        return gateway -> new ClientSecurity.Tls(context, gateway.getHostString(), gateway.getPort(), false, null);
    }

    /** Asks about every gateway's certificate. */
    static GatewayTrust deciding(Decision decision) {
        return gateway -> {
            SSLContext context = CertificateTrust.deciding(
                    (certificate, fingerprint) -> decision.check(gateway, certificate, fingerprint));
            return new ClientSecurity.Tls(context, gateway.getHostString(), gateway.getPort(), false, null);
        };
    }

    /** No encryption: integrity by a checksum only, nothing secret. For trusted links. */
    static GatewayTrust plain() {
        return gateway -> ClientSecurity.plain();
    }

    /** Decides about the certificate of a gateway, as SSH does about host keys. Must be quick. */
    @FunctionalInterface
    interface Decision {
        /**
         * @throws CertificateException if the gateway is not to be trusted; the text is shown to people
         */
        void check(InetSocketAddress gateway, X509Certificate certificate, String fingerprint)
                throws CertificateException;
    }
}
