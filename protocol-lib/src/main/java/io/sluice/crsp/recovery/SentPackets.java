package io.sluice.crsp.recovery;

import org.jspecify.annotations.Nullable;

/**
 * The packets of one number space whose fate is open, in a ring indexed by packet number. Records are
 * reused; the ring grows with what is in flight and is dropped when nothing is. Not safe for threads.
 */
public final class SentPackets {
    private static final int INITIAL_CAPACITY = 16;

    private SentPacket @Nullable [] ring;
    private long base;
    private long next;

    /** The number that the next packet will have. */
    public long nextNumber() {
        return next;
    }

    /** The lowest number still kept; {@code base() == nextNumber()} if none is. */
    public long base() {
        return base;
    }

    /** Starts the record of packet {@link #nextNumber()}, which may still be given up. */
    public SentPacket begin() {
        SentPacket[] current = ring;
        if (current == null) {
            current = new SentPacket[INITIAL_CAPACITY];
            ring = current;
        }
        if (next - base >= current.length) {
            current = grow(current);
        }
        int slot = (int) next & (current.length - 1);
        SentPacket packet = current[slot];
        if (packet == null) {
            packet = new SentPacket();
            current[slot] = packet;
        }
        packet.reset(next);
        return packet;
    }

    /** Fixes the record that {@link #begin} started: its number is used. */
    public void commit() {
        next++;
    }

    /** The record of a number in {@code base()..nextNumber()-1}, or null outside of that. */
    public @Nullable SentPacket get(long packetNumber) {
        SentPacket[] current = ring;
        if (current == null || packetNumber < base || packetNumber >= next) {
            return null;
        }
        return current[(int) packetNumber & (current.length - 1)];
    }

    /** Forgets the oldest records that are done, and lost ones sent before {@code lostBefore}. */
    public void prune(long lostBefore) {
        while (base < next) {
            SentPacket packet = get(base);
            if (packet == null
                    || packet.fate() == SentPacket.Fate.OUTSTANDING
                    || (packet.fate() == SentPacket.Fate.LOST && packet.timeSent() >= lostBefore)) {
                return;
            }
            base++;
        }
    }

    /** Drops the ring if nothing is kept, so that an idle connection holds no memory for it. */
    public void releaseIfEmpty() {
        if (base == next) {
            ring = null;
        }
    }

    private SentPacket[] grow(SentPacket[] current) {
        SentPacket[] larger = new SentPacket[current.length * 2];
        for (long number = base; number < next; number++) {
            larger[(int) number & (larger.length - 1)] = current[(int) number & (current.length - 1)];
        }
        ring = larger;
        return larger;
    }
}
