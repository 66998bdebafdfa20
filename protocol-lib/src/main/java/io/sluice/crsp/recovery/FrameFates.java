package io.sluice.crsp.recovery;

/** Told what became of each frame that must arrive. */
public interface FrameFates {
    /** Frame {@code index} of the packet has arrived. */
    void onFrameAcknowledged(SentPacket packet, int index);

    /** Frame {@code index} of the packet must be sent again if it is still needed. */
    void onFrameLost(SentPacket packet, int index);
}
