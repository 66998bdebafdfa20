package io.sluice.benchmarks.crypto;

import io.sluice.benchmarks.contestant.Certificates;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS 1.3 handshakes a second by the JDK, both sides on one core, in memory: full ones, or resumed from a ticket. */
public final class JsseHandshakeTrial implements Trial {
    /** The metrics. */
    public static final List<Metric> METRICS = List.of(Metric.higher("handshakesPerSecond", "handshakes", "/s"),
            Metric.lower("microseconds", "each", "µs"));

    private static final String PEER = "localhost";
    private static final int PORT = 4650;
    private static final int MAX_TURNS = 100;

    private final boolean resumed;

    /** @param resumed whether all but the first are resumed */
    public JsseHandshakeTrial(boolean resumed) {
        this.resumed = resumed;
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        Certificates certificates = new Certificates();
        CountingTrust trust = new CountingTrust((X509ExtendedTrustManager) certificates.trust().getTrustManagers()[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(certificates.keys().getKeyManagers(), new X509ExtendedTrustManager[]{trust}, null);
        count(context, pace.warmUp().toNanos());
        int checksBefore = trust.checks;
        long begun = System.nanoTime();
        int handshakes = count(context, pace.measured().toNanos());
        double rate = handshakes / ((System.nanoTime() - begun) / 1e9);
        int full = trust.checks - checksBefore;
        if (resumed ? full > handshakes / 100 + 1 : full != handshakes) {
            throw new IllegalStateException(
                    full + " of " + handshakes + " handshakes were full ones, which is not what is measured");
        }
        return Map.of("handshakesPerSecond", rate, "microseconds", 1e6 / rate);
    }

    private int count(SSLContext context, long nanos) throws SSLException {
        long end = System.nanoTime() + nanos;
        int handshakes = 0;
        do {
            handshake(context);
            handshakes++;
        } while (System.nanoTime() - end < 0);
        return handshakes;
    }

    private void handshake(SSLContext context) throws SSLException {
        // Sessions are remembered by the peer's name and port.
        SSLEngine client = resumed ? context.createSSLEngine(PEER, PORT) : context.createSSLEngine();
        client.setUseClientMode(true);
        SSLEngine server = context.createSSLEngine();
        server.setUseClientMode(false);
        for (SSLEngine engine : List.of(client, server)) {
            engine.setEnabledCipherSuites(new String[]{"TLS_AES_128_GCM_SHA256"});
            engine.beginHandshake();
        }
        ByteBuffer toServer = ByteBuffer.allocate(64 * 1024);
        ByteBuffer toClient = ByteBuffer.allocate(64 * 1024);
        ByteBuffer rest = ByteBuffer.allocate(64 * 1024);
        for (int turn = 0; turn < MAX_TURNS; turn++) {
            boolean moved = step(client, toServer, toClient, rest);
            moved |= step(server, toClient, toServer, rest);
            if (!moved) {
                break;
            }
        }
        if (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            throw new SSLException("the handshake stopped half-way: " + client.getHandshakeStatus() + ", " + server
                    .getHandshakeStatus());
        }
    }

    /** Lets one side do all it can; the ticket that follows the handshake is read as well. */
    private static boolean step(SSLEngine engine, ByteBuffer out, ByteBuffer in, ByteBuffer rest) throws SSLException {
        boolean moved = false;
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                default -> {
                    in.flip();
                    int before = in.remaining();
                    SSLEngineResult result = before == 0 ? null : engine.unwrap(in, rest.clear());
                    boolean read = in.remaining() < before;
                    in.compact();
                    if (result == null || (!read && isWaiting(result.getHandshakeStatus()))) {
                        return moved;
                    }
                }
            }
            moved = true;
        }
    }

    private static boolean isWaiting(HandshakeStatus status) {
        return status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.NEED_UNWRAP;
    }

    /** Tells how often the client looked at a certificate: once in every full handshake. */
    private static final class CountingTrust extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager trust;
        private int checks;

        CountingTrust(X509ExtendedTrustManager trust) {
            this.trust = trust;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            checks++;
            trust.checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            trust.checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            trust.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            trust.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() { return trust.getAcceptedIssuers(); }
    }
}
