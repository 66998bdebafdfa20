package io.sluice.crsp.security;

import org.jspecify.annotations.Nullable;

/**
 * One side of an agreement on secrets over the ordered bytes of the handshake: no socket, no thread, no clock. Made for
 * one handshake and dropped after it. Not safe for threads.
 *
 * <p>The order of calls is {@link #onClientHello}, {@link #onServerHello}, then {@link #receive} with whatever follows
 * the peer's hello; {@link #produce} after each of them. A client's agreement may have bytes to send before the
 * gateway's hello is known.
 */
public interface KeyAgreement {
    /** The mode that is announced in the hello. */
    SecurityMode mode();

    /** Begins: the client's hello is known, the gateway's is not. */
    void onClientHello(byte[] hello);

    /** The gateway's hello is known too: whatever is derived from now on is bound to both. */
    void onServerHello(byte[] hello);

    /**
     * Takes bytes that the peer sent after its hello.
     *
     * @throws io.sluice.crsp.wire.TransportException if the peer cannot be trusted or breaks the rules
     */
    void receive(byte[] bytes);

    /** What is to be sent now, after this side's hello; empty if nothing. */
    byte[] produce();

    /** The secrets, once this side has all that it needs to trust them; null before. */
    @Nullable
    TrafficSecrets secrets();

    /** Who the peer proved to be, such as the subject of a client's certificate; null if it did not. */
    @Nullable
    String peerIdentity();
}
