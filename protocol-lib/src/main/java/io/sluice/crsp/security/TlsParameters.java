package io.sluice.crsp.security;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What both sides ask of TLS: nothing older than 1.3, and this protocol. */
final class TlsParameters {
    /** RFC 7301: the only protocol that is spoken. */
    static final String ALPN = "crsp/2";

    private TlsParameters() {}

    static SSLParameters of(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[]{"TLSv1.3"});
        parameters.setApplicationProtocols(new String[]{ALPN});
        return parameters;
    }
}
