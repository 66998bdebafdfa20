package io.sluice.crsp.connection;

import io.sluice.crsp.recovery.LossRecovery;
import io.sluice.crsp.recovery.SentPacket;
import io.sluice.crsp.security.SecurityMode;
import io.sluice.crsp.wire.PacketType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Is told of everything that one connection does, for people who want to see why it is slow or why it broke. A
 * connection without a log pays a null check. Called on the connection's thread with its clock, in nanoseconds; a log
 * must not throw, must not keep a buffer beyond the call, and leaves the position of those it is given alone.
 */
public interface ConnectionLog {
    /** Why a packet was dropped. */
    enum Drop {
        /** Its checksum or its tag is wrong. */
        CORRUPT,
        /** Its number was received before. */
        DUPLICATE,
        /** The hello that explains it has not come yet. */
        TOO_EARLY
    }

    /**
     * The hello that a side sent: this side's own, or the peer's.
     *
     * @param mode how keys were agreed on; null as long as that is open
     */
    void onParameters(long now, boolean own, @Nullable SecurityMode mode, TransportParameters parameters);

    /**
     * A packet goes out.
     *
     * @param size bytes of the datagram
     * @param packet the packet before it is protected, from its header to its last frame
     */
    void onPacketSent(long now, PacketType type, long number, int size, ByteBuffer packet);

    /**
     * A packet came and is none that was seen before.
     *
     * @param size bytes of the datagram
     * @param frames what is in it, without protection
     */
    void onPacketReceived(long now, PacketType type, long number, int size, ByteBuffer frames);

    /** The gateway asked for an address token, of so many bytes. */
    void onRetryReceived(long now, long source, int tokenLength);

    /** A packet came that has no effect. */
    void onPacketDropped(long now, PacketType type, int size, Drop why);

    /**
     * A packet counts as lost.
     *
     * @param reordered true if enough later packets arrived, false if enough time has passed
     */
    void onPacketLost(long now, PacketType type, SentPacket packet, boolean reordered);

    /** Round trip, window or bytes in flight may have changed. */
    void onRecovery(long now, LossRecovery recovery);

    /** Keys have been changed so often; told after every packet, whether they were changed or not. */
    void onKeyUpdates(long now, int updates);

    /** The application is told this. */
    void onEvent(long now, ConnectionEvent event);

    /** Nothing follows. */
    void close();
}
