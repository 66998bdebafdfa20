package io.sluice.crsp.simulator.mutants;

import io.sluice.crsp.connection.TransportParameters;
import io.sluice.crsp.stream.RangeSet;
import io.sluice.crsp.stream.SendSide;
import io.sluice.crsp.wire.PacketHeader;
import java.nio.ByteBuffer;

/** What is called in a broken build instead of the right method: the same parameters, with the object first. */
public final class Sabotage {
    private static final int EVERY = 32;

    private Sabotage() {}

    /** Says that no packet was received before. */
    public static boolean isNew(Object received, long packetNumber) {
        return false;
    }

    /** Loses a chunk for good. */
    public static void forget(SendSide side, long offset, long length, boolean fin) {}

    /** Notes the packet before it too, which may never have come. */
    public static boolean addOneMore(RangeSet received, long start, long end) {
        return received.add(Math.max(0, start - 1), end);
    }

    /** Leaves the number as it is now and then. */
    public static void writeAgain(ByteBuffer out, long destination, long packetNumber) {
        PacketHeader.writeData(out, destination, packetNumber % EVERY == EVERY - 1 ? packetNumber - 1 : packetNumber);
    }

    /** Takes the peer for one that gives credit without end. */
    public static long boundless(TransportParameters peer) {
        return 1L << 40;
    }

    /** Takes every checksum for right. */
    public static boolean looksIntact(Object protection, ByteBuffer packet) {
        return true;
    }

    /** Never has anything to say about credit. */
    public static long noCredit(Object receiveSide) {
        return -1;
    }

    /** Takes every window for open. */
    public static boolean isOpen(Object recovery, int bytes) {
        return true;
    }

    /** Never has a window to give. */
    public static int noWindow(Object tuner) {
        return 0;
    }

    /** Has nothing to wait for. */
    public static long never(Object connection) {
        return Long.MAX_VALUE;
    }
}
