package io.sluice.crsp.wire;

/** The kinds of packet; one packet fills one datagram. */
public enum PacketType {
    /** Handshake messages, integrity by CRC32C only, because no keys are agreed yet. */
    INITIAL,
    /** The gateway's demand to show that the client owns its address (RFC 9000 §8.1.2). */
    RETRY,
    /** The list of versions that the gateway speaks (RFC 9000 §6). */
    VERSION_NEGOTIATION,
    /** Everything after the handshake. */
    DATA
}
