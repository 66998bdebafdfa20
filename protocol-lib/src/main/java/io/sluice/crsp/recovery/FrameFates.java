package io.sluice.crsp.recovery;

/** Told what became of each packet that elicits an acknowledgement, and of each frame in it that must arrive. */
public interface FrameFates {
    /** Frame {@code index} of the packet has arrived. */
    void onFrameAcknowledged(SentPacket packet, int index);

    /** Frame {@code index} of the packet must be sent again if it is still needed. */
    void onFrameLost(SentPacket packet, int index);

    /** The packet has arrived, perhaps after it was declared lost. */
    default void onPacketAcknowledged(long now, SentPacket packet) {}

    /** The packet was declared lost. */
    default void onPacketLost(long now, SentPacket packet) {}
}
