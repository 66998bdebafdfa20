package io.sluice.crsp.wire;

import java.nio.ByteBuffer;

/**
 * Protects whole packets: a checksum in plain mode, authenticated encryption in secure mode. Not safe
 * for threads; one connection owns one instance.
 */
public interface PacketProtection {
    /** Bytes that {@link #seal} appends. */
    int overhead();

    /**
     * Protects a packet in place and appends the tag.
     *
     * @param packet position 0, limit at the end of the payload; on return limit includes the tag
     * @param headerLength bytes that stay readable
     * @param packetNumber the full packet number, never used twice with one key
     */
    void seal(ByteBuffer packet, int headerLength, long packetNumber);

    /**
     * Checks a received packet and removes the protection in place.
     *
     * @param packet position 0, limit at its end; on success the limit excludes the tag
     * @return false if the packet is corrupt or forged: it must be dropped without a trace in any state
     */
    boolean open(ByteBuffer packet, int headerLength, long packetNumber);
}
