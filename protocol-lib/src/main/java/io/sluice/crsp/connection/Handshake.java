package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.PacketSpace;
import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.security.KeyAgreement;
import io.sluice.crsp.security.SecurityMode;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.TrafficSecrets;
import io.sluice.crsp.stream.ReceiveSide;
import io.sluice.crsp.stream.SendSide;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.TransportException;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The exchange of hellos, and of whatever the security mode needs after them, over the handshake's own ordered bytes
 * and number space. Given up as a whole once the peer is seen to have finished it. Not safe for threads.
 */
final class Handshake {
    /** The most handshake bytes taken from a peer. */
    static final int MAX_BYTES = 16 * 1024;

    private final PacketSpace space = new PacketSpace();
    private final SendSide send = new SendSide(Long.MAX_VALUE);
    private final ReceiveSide receive = new ReceiveSide(MAX_BYTES);
    private final TransportParameters own;
    private final @Nullable ServerSecurity server;
    private final RandomGenerator random;
    private byte[] gathered = {};
    private @Nullable TransportParameters announced;
    private @Nullable KeyAgreement agreement;

    private Handshake(TransportParameters own, @Nullable ServerSecurity server, RandomGenerator random) {
        this.own = own;
        this.server = server;
        this.random = random;
    }

    /** A client's: its first flight is ready at once. */
    static Handshake client(TransportParameters own, ClientSecurity security, RandomGenerator random) {
        Handshake handshake = new Handshake(own, null, random);
        KeyAgreement wished = security.newAgreement(random);
        handshake.agreement = wished;
        wished.onClientHello(handshake.sendHello(wished.mode()));
        handshake.sendPending(wished);
        return handshake;
    }

    /** A gateway's: answers what the client wishes, if the settings allow it. */
    static Handshake server(TransportParameters own, ServerSecurity security, RandomGenerator random) {
        return new Handshake(own, security, random);
    }

    private byte[] sendHello(SecurityMode mode) {
        // In secure modes the hello is readable by anyone: the reset token follows encrypted.
        TransportParameters said = mode.isSecure() ? own.withResetToken(new byte[0]) : own;
        byte[] hello = new HandshakeMessage(mode, said).encode();
        send.write(hello, 0, hello.length);
        return hello;
    }

    private void sendPending(KeyAgreement active) {
        byte[] bytes = active.produce();
        send.write(bytes, 0, bytes.length);
    }

    PacketSpace space() {
        return space;
    }

    /** What the peer announced, once both sides can trust each other; null before. */
    @Nullable
    TransportParameters peer() {
        return isComplete() ? announced : null;
    }

    private boolean isComplete() {
        return announced != null && agreement != null
                && (!agreement.mode().isSecure() || agreement.secrets() != null);
    }

    /** The agreed secrets; null in plain mode and before the agreement. */
    @Nullable
    TrafficSecrets secrets() {
        return agreement == null ? null : agreement.secrets();
    }

    @Nullable
    String peerIdentity() {
        return agreement == null ? null : agreement.peerIdentity();
    }

    /** True if the client has the last word: its side must stay until the gateway is seen to have heard it. */
    boolean endsWithClient() {
        return agreement != null && agreement.mode() == SecurityMode.TLS;
    }

    /** How the sides agree, or agreed, on keys; plain as long as nothing was wished. */
    SecurityMode mode() {
        return agreement == null ? SecurityMode.PLAIN : agreement.mode();
    }

    boolean isSecure() { return agreement != null && agreement.mode().isSecure(); }

    void onData(long offset, ByteBuffer data) {
        if (offset + data.remaining() > MAX_BYTES) {
            throw new TransportException(ErrorCode.HANDSHAKE_FAILED, "the handshake is too long");
        }
        receive.receive(offset, data, false);
        int fresh = (int) receive.available();
        if (fresh == 0 || isComplete()) {
            return;
        }
        byte[] bytes = new byte[fresh];
        receive.read(bytes, 0, fresh);
        if (announced == null) {
            bytes = takeHello(bytes);
        }
        KeyAgreement active = agreement;
        if (announced != null && active != null && bytes.length > 0) {
            active.receive(bytes);
            sendPending(active);
        }
    }

    /** Returns what follows the hello, if the hello is whole. */
    private byte[] takeHello(byte[] bytes) {
        int before = gathered.length;
        gathered = Arrays.copyOf(gathered, before + bytes.length);
        System.arraycopy(bytes, 0, gathered, before, bytes.length);
        HandshakeMessage hello = HandshakeMessage.decode(gathered, gathered.length);
        if (hello == null) {
            return new byte[0];
        }
        int size = HandshakeMessage.size(gathered);
        byte[] helloBytes = Arrays.copyOf(gathered, size);
        byte[] rest = Arrays.copyOfRange(gathered, size, gathered.length);
        gathered = rest;
        onHello(hello, helloBytes);
        return rest;
    }

    private void onHello(HandshakeMessage hello, byte[] bytes) {
        if (server != null) {
            KeyAgreement offered = server.newAgreement(hello.mode(), random);
            agreement = offered;
            offered.onClientHello(bytes);
            offered.onServerHello(sendHello(offered.mode()));
        } else if (agreement != null) {
            if (hello.mode() != agreement.mode()) {
                throw new TransportException(
                        ErrorCode.HANDSHAKE_FAILED, "the gateway answers in another security mode than asked for");
            }
            agreement.onServerHello(bytes);
        }
        announced = hello.parameters();
    }

    boolean isSendable() { return send.isSendable(Long.MAX_VALUE); }

    void write(ByteBuffer out, SentPacket packet) {
        while (out.remaining() > 32 && send.isSendable(Long.MAX_VALUE)) {
            long offset = send.chunkOffset();
            int room = out.remaining() - 1 - VarInt.size(offset) - 2;
            int length = send.chunkLength(room, Long.MAX_VALUE / 2);
            out.put((byte) FrameType.HANDSHAKE);
            VarInt.write(out, offset);
            VarInt.write(out, length);
            send.send(offset, length, false, out);
            packet.addFrame(FrameKind.HANDSHAKE, 0, offset, length);
        }
    }

    void onAcknowledged(long offset, long length) {
        send.onAcknowledged(offset, length, false);
    }

    void onLost(long offset, long length) {
        send.onLost(offset, length, false);
    }

    /** The gateway asked for an address token: everything goes again. */
    void restart() {
        send.onLost(0, send.end(), false);
    }
}
