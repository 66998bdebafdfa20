package io.sluice.crsp.security;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What both sides ask of TLS: nothing older than 1.3, and this protocol. */
final class TlsParameters {
    private TlsParameters() {}

    static SSLParameters of(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[]{"TLSv1.3"});
        parameters.setApplicationProtocols(new String[]{TlsAgreement.ALPN});
        return parameters;
    }
}
