package io.sluice.crsp.wire;

import java.nio.ByteBuffer;

/**
 * Protects whole DATA packets: a checksum in plain mode, authenticated encryption in secure mode. Not safe for threads.
 */
public interface PacketProtection {
    /** What {@link #open} returns for a packet that must be dropped. */
    long FORGED = -1;

    /** Bytes that {@link #seal} appends. */
    int overhead();

    /**
     * Protects a packet in place and appends the tag.
     *
     * @param packet from position 0: a DATA header as {@link PacketHeader#writeData} leaves it, then a payload of at
     *     least one byte up to the limit; on return the limit includes the tag. Needs {@link #overhead} bytes of room
     * @param packetNumber the full packet number, never used twice with one key
     */
    void seal(ByteBuffer packet, long packetNumber);

    /**
     * Checks a received DATA packet and removes the protection in place.
     *
     * @param packet position at the payload, limit at its end; on success the limit excludes the tag
     * @param largestReceived the largest packet number received so far, or -1
     * @return the full packet number, or {@link #FORGED} if the packet is corrupt or forged: it must be dropped without
     *     a trace in any state, and has the bytes with which it came
     */
    long open(ByteBuffer packet, long largestReceived);
}
