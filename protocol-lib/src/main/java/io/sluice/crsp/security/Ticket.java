package io.sluice.crsp.security;

/**
 * What a client keeps to come back without a full handshake. Whoever has both parts can act as this client towards its
 * gateways until the ticket expires: treat it as a password.
 *
 * @param bytes opaque to the client, sealed by the gateways
 * @param secret proves that the ticket is the client's own; 32 bytes, never sent
 */
public record Ticket(byte[] bytes, byte[] secret) {
    /** Longest ticket accepted, in bytes: it must fit the client's first datagram beside its hello. */
    public static final int MAX_SIZE = 512;

    public Ticket {
        if (bytes.length == 0 || bytes.length > MAX_SIZE) {
            throw new IllegalArgumentException("a ticket has 1 to " + MAX_SIZE + " bytes: " + bytes.length);
        }
    }

    @Override
    public String toString() {
        return "Ticket[" + bytes.length + " bytes]";
    }
}
