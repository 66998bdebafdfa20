package io.sluice.crsp.security;

import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.TransportException;
import java.security.Principal;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a TLS handshake came to, the same whether it ran inside CRSP or beneath it. */
public final class TlsOutcome {
    private TlsOutcome() {}

    /**
     * Checks that both sides chose this protocol (RFC 7301).
     *
     * @throws SSLException if the peer does not speak it
     */
    public static void requireProtocol(SSLEngine engine) throws SSLException {
        if (!TlsParameters.ALPN.equals(engine.getApplicationProtocol())) {
            throw new SSLException("the peer does not speak " + TlsParameters.ALPN);
        }
    }

    /** The subject of the peer's certificate, or null if it showed none. */
    public static @Nullable String identity(SSLSession session) {
        try {
            Principal peer = session.getPeerPrincipal();
            return peer == null ? null : peer.getName();
        } catch (SSLPeerUnverifiedException anonymous) {
            return null;
        }
    }

    /** Why a handshake failed, in the words of whoever refused the certificate if that was it. */
    public static TransportException refusal(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return new TransportException(ErrorCode.CERTIFICATE_REJECTED, String.valueOf(cause.getMessage()));
            }
        }
        String what = failure instanceof SSLKeyException ? "the certificate cannot be used: " : "TLS: ";
        return new TransportException(ErrorCode.HANDSHAKE_FAILED, what + failure.getMessage());
    }
}
