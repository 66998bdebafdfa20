package io.sluice.crsp.recovery;

import org.jspecify.annotations.Nullable;

/**
 * The packets of one number space whose fate is open, in a ring indexed by packet number. Records are
 * reused; the ring grows with what is in flight and is dropped when nothing is. Not safe for threads.
 */
public final class SentPackets {
    private static final int INITIAL_CAPACITY = 16;

    /** Beyond this many numbers, packets that are never acknowledged keep no record. */
    private static final int FULL_RECORDS = 1024;

    /** Numbers kept at most: a peer that acknowledges nothing and asks much makes them grow. */
    static final int MAX_NUMBERS = 1 << 18;

    /** A record with one frame, for {@link #memory}. */
    private static final int RECORD_BYTES = 160;

    private @Nullable SentPacket @Nullable [] ring;
    private int records;
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
        @Nullable
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
            records++;
        }
        packet.reset(next);
        return packet;
    }

    /** Fixes the record that {@link #begin} started: its number is used. */
    public void commit() {
        next++;
    }

    /** Fixes the number only: the packet will never be acknowledged. */
    public void commitUnacknowledged() {
        @Nullable
        SentPacket[] current = ring;
        if (current != null && next - base >= FULL_RECORDS) {
            current[(int) next & (current.length - 1)] = null;
            records--;
        }
        next++;
    }

    /** True if the peer has left more numbers open than any path explains; no more packets should follow. */
    public boolean isFull() {
        return next - base >= MAX_NUMBERS;
    }

    /** The record of a number in {@code base()..nextNumber()-1}, or null outside of that, and for what is never acknowledged. */
    public @Nullable SentPacket get(long packetNumber) {
        @Nullable
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
            if (packet != null && (packet.fate() == SentPacket.Fate.OUTSTANDING
                    || (packet.fate() == SentPacket.Fate.LOST && packet.timeSent() >= lostBefore))) {
                return;
            }
            base++;
        }
    }

    /** Drops the ring if nothing is kept, so that an idle connection holds no memory for it. */
    public void releaseIfEmpty() {
        if (base == next) {
            ring = null;
            records = 0;
        }
    }

    /** About how many bytes of memory the records hold. */
    public long memory() {
        @Nullable
        SentPacket[] current = ring;
        return current == null ? 0 : (long) current.length * Long.BYTES + (long) records * RECORD_BYTES;
    }

    private @Nullable SentPacket[] grow(@Nullable SentPacket[] current) {
        @Nullable
        SentPacket[] larger = new SentPacket[current.length * 2];
        for (long number = base; number < next; number++) {
            larger[(int) number & (larger.length - 1)] = current[(int) number & (current.length - 1)];
        }
        ring = larger;
        return larger;
    }
}
