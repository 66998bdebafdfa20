package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.recovery.SentPacket.FrameKind;
import io.sluice.crsp.wire.FrameType;
import io.sluice.crsp.wire.VarInt;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway gives its client once packets are encrypted: the reset token and a resume ticket. Forgotten once
 * acknowledged. Not safe for threads.
 */
final class PostHandshake {
    private final byte[] resetToken;
    private final byte @Nullable [] ticket;
    private final long ticketLifetime;
    private boolean tokenPending = true;
    private boolean ticketPending;
    private boolean tokenDone;
    private boolean ticketDone;

    PostHandshake(byte[] resetToken, byte @Nullable [] ticket, long ticketLifetime) {
        this.resetToken = resetToken;
        this.ticket = ticket;
        this.ticketLifetime = ticketLifetime;
        this.ticketPending = ticket != null;
        this.ticketDone = ticket == null;
    }

    /** True when the client has everything. */
    boolean isDone() { return tokenDone && ticketDone; }

    /** Writes what is pending and fits; true if anything was. */
    boolean write(ByteBuffer out, SentPacket packet) {
        boolean wrote = false;
        if (tokenPending && out.remaining() >= 1 + resetToken.length) {
            out.put((byte) FrameType.RESET_TOKEN).put(resetToken);
            packet.addFrame(FrameKind.RESET_TOKEN, 0, 0, 0);
            tokenPending = false;
            wrote = true;
        }
        byte[] bytes = ticket;
        if (ticketPending && bytes != null && out.remaining() >= 1 + VarInt.size(ticketLifetime)
                + VarInt.size(bytes.length) + bytes.length) {
            out.put((byte) FrameType.NEW_TICKET);
            VarInt.write(out, ticketLifetime);
            VarInt.write(out, bytes.length);
            out.put(bytes);
            packet.addFrame(FrameKind.NEW_TICKET, 0, 0, 0);
            ticketPending = false;
            wrote = true;
        }
        return wrote;
    }

    void onAcknowledged(FrameKind kind) {
        if (kind == FrameKind.NEW_TICKET) {
            ticketDone = true;
        } else {
            tokenDone = true;
        }
    }

    void onLost(FrameKind kind) {
        if (kind == FrameKind.NEW_TICKET) {
            ticketPending = !ticketDone;
        } else {
            tokenPending = !tokenDone;
        }
    }

    boolean isPending() { return tokenPending || ticketPending; }
}
