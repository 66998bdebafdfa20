package io.sluice.crsp.security;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.3 by the JDK's engine inside the handshake's bytes. Its records are carried as they are; of the result only the
 * exporter's secret (RFC 8446 §7.5) is kept, bound to both hellos, and the engine is dropped with this object.
 */
final class TlsAgreement implements KeyAgreement {
    /** RFC 5705 §4: labels that are not registered begin with EXPERIMENTAL. */
    private static final String EXPORTER_LABEL = "EXPERIMENTAL crsp/2";

    private static final byte[] NOTHING = {};

    private final SSLEngine engine;
    private final ByteBuffer noData = ByteBuffer.allocate(0);
    private byte[] clientHello = {};
    private byte[] serverHello = {};
    private byte[] input = {};
    private byte[] pending = {};
    private boolean begun;
    private @Nullable TrafficSecrets secrets;
    private @Nullable String identity;

    TlsAgreement(SSLEngine engine) {
        this.engine = engine;
    }

    @Override
    public SecurityMode mode() {
        return SecurityMode.TLS;
    }

    @Override
    public void onClientHello(byte[] hello) {
        clientHello = hello;
        if (engine.getUseClientMode()) {
            advance();
        }
    }

    @Override
    public void onServerHello(byte[] hello) {
        serverHello = hello;
    }

    @Override
    public void receive(byte[] bytes) {
        if (secrets == null) {
            input = KeySchedule.concat(input, bytes);
            advance();
        }
    }

    @Override
    public byte[] produce() {
        byte[] out = pending;
        pending = NOTHING;
        return out;
    }

    private void advance() {
        try {
            if (!begun) {
                engine.beginHandshake();
                begun = true;
            }
            ByteBuffer in = ByteBuffer.wrap(input);
            boolean more = true;
            while (more && secrets == null) {
                more = switch (engine.getHandshakeStatus()) {
                    case NEED_WRAP -> wrap();
                    case NEED_TASK -> runTasks();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(in);
                    case FINISHED, NOT_HANDSHAKING -> finish();
                };
            }
            input = Arrays.copyOfRange(input, in.position(), input.length);
        } catch (SSLException e) {
            throw TlsOutcome.refusal(e);
        }
    }

    private boolean runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
        return true;
    }

    private boolean wrap() throws SSLException {
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult result = engine.wrap(noData, record);
        pending = KeySchedule.concat(pending, Arrays.copyOf(record.array(), record.position()));
        return continueAfter(result);
    }

    private boolean unwrap(ByteBuffer in) throws SSLException {
        ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        SSLEngineResult result = engine.unwrap(in, plain);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            return false;
        }
        return continueAfter(result);
    }

    private boolean continueAfter(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            return finish();
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new SSLException("the peer ended the TLS handshake");
        }
        return true;
    }

    private boolean finish() throws SSLException {
        TlsOutcome.requireProtocol(engine);
        if (!(engine.getSession() instanceof ExtendedSSLSession session)) {
            throw new SSLException("this Java's TLS has no exporter");
        }
        byte[] context = KeySchedule.sha256(clientHello, serverHello);
        byte[] master = session.exportKeyingMaterialData(EXPORTER_LABEL, context, KeySchedule.SECRET_SIZE);
        secrets = TrafficSecrets.derive(master);
        identity = TlsOutcome.identity(session);
        return false;
    }

    @Override
    public @Nullable TrafficSecrets secrets() {
        return secrets;
    }

    @Override
    public @Nullable String peerIdentity() {
        return identity;
    }
}
