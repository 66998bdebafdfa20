package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.security.AeadProtection;
import io.sluice.crsp.security.PacketCiphers;
import io.sluice.crsp.security.ServerSecurity;
import io.sluice.crsp.security.Ticket;
import io.sluice.crsp.security.TicketKeys;
import io.sluice.crsp.security.TrafficSecrets;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketProtection;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a connection keeps of its handshake: how DATA packets are protected, who the peer is, and the ticket for a later
 * connection. Not safe for threads.
 */
final class ConnectionKeys {
    private final Role role;
    private final PacketCiphers ciphers;
    private final @Nullable ServerSecurity serverSecurity;
    private @Nullable PacketProtection protection;
    private @Nullable PostHandshake grants;
    private byte @Nullable [] resumptionSecret;
    private @Nullable Ticket ticket;
    private @Nullable String peerIdentity;

    ConnectionKeys(Role role, PacketCiphers ciphers, @Nullable ServerSecurity serverSecurity) {
        this.role = role;
        this.ciphers = ciphers;
        this.serverSecurity = serverSecurity;
    }

    /**
     * Takes what a finished handshake agreed on.
     *
     * @param resetToken to be given to the client
     */
    void take(Handshake established, byte[] resetToken, RandomGenerator random) {
        TrafficSecrets secrets = established.secrets();
        peerIdentity = established.peerIdentity();
        if (secrets == null) {
            protection = ciphers.checksum();
        } else if (role == Role.CLIENT) {
            protection = ciphers.protect(secrets.client(), secrets.server());
            resumptionSecret = secrets.resumption();
        } else if (serverSecurity != null) {
            protection = ciphers.protect(secrets.server(), secrets.client());
            TicketKeys keys = serverSecurity.tickets();
            grants = new PostHandshake(
                    resetToken, serverSecurity.issueTicket(secrets, peerIdentity, random),
                    keys == null ? 0 : keys.lifetimeSeconds());
        }
    }

    /** What protects DATA packets; null before the handshake agreed on it. */
    @Nullable
    PacketProtection protection() {
        return protection;
    }

    boolean isSecured() { return protection != null && protection != ciphers.checksum(); }

    int updates() {
        return protection instanceof AeadProtection aead ? aead.updates() : 0;
    }

    @Nullable
    Ticket ticket() {
        return ticket;
    }

    @Nullable
    String peerIdentity() {
        return peerIdentity;
    }

    /** What the client still has to be given; null if nothing. */
    @Nullable
    PostHandshake grants() {
        return grants;
    }

    void onNewTicket(ByteBuffer bytes) {
        byte[] secret = resumptionSecret;
        if (secret == null || !bytes.hasRemaining() || bytes.remaining() > Ticket.MAX_SIZE) {
            throw new TransportException(ErrorCode.PROTOCOL_VIOLATION, "a ticket that this side cannot use");
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        ticket = new Ticket(copy, secret);
    }

    void onGrantAcknowledged(FrameKind kind) {
        if (grants != null) {
            grants.onAcknowledged(kind);
            if (grants.isDone()) {
                grants = null;
            }
        }
    }

    /** Returns true if something has to be sent again. */
    boolean onGrantLost(FrameKind kind) {
        if (grants == null) {
            return false;
        }
        grants.onLost(kind);
        return grants.isPending();
    }
}
