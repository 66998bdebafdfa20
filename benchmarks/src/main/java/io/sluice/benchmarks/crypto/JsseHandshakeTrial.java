package io.sluice.benchmarks.crypto;

import io.sluice.benchmarks.contestant.Certificates;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

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
        CountingKeys keys = new CountingKeys((X509ExtendedKeyManager) certificates.keys().getKeyManagers()[0]);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new X509ExtendedKeyManager[]{keys}, certificates.trust().getTrustManagers(), null);
        count(context, pace.warmUp().toNanos());
        int signaturesBefore = keys.signatures;
        long begun = System.nanoTime();
        int handshakes = count(context, pace.measured().toNanos());
        double rate = handshakes / ((System.nanoTime() - begun) / 1e9);
        int signatures = keys.signatures - signaturesBefore;
        if (resumed ? signatures > handshakes / 100 + 1 : signatures != handshakes) {
            throw new IllegalStateException(
                    signatures + " of " + handshakes + " handshakes were full ones, which is not what is measured");
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

    /** Tells how often the server signed: once in every full handshake. */
    private static final class CountingKeys extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;
        private int signatures;

        CountingKeys(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            signatures++;
            return keys.getPrivateKey(alias);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return keys.getClientAliases(type, issuers);
        }

        @Override
        public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers,
                @Nullable Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return keys.getServerAliases(type, issuers);
        }

        @Override
        public String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return keys.chooseServerAlias(type, issuers, socket);
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal @Nullable [] issuers,
                @Nullable SSLEngine engine) {
            return keys.chooseEngineServerAlias(type, issuers, engine);
        }
    }
}
