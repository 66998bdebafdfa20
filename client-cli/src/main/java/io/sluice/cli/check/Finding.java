package io.sluice.cli.check;

import java.util.Locale;

/**
 * One thing wrong with a delivery.
 *
 * @param kind what is wrong
 * @param partition where it was delivered; for lost positions that may be in any partition,
 *     {@link #ANY_PARTITION}
 * @param position the offending position, or the first of several lost ones
 * @param last the last of several lost positions, otherwise the same as {@code position}
 * @param delivery the how-manieth message delivered it was, from 1 on; 0 for what was never delivered
 */
public record Finding(Kind kind, int partition, long position, long last, long delivery) {

    /** Partition of positions that may be in any. */
    public static final int ANY_PARTITION = -1;

    /** What can be wrong with a delivery. */
    public enum Kind {
        /** Never delivered. */
        LOST,
        /** Delivered before. */
        REPEATED,
        /** Delivered after a higher position of the same partition. */
        DISORDERED,
        /** Not one of the positions expected, or no position at all. */
        UNEXPECTED
    }

    /** One line for people. */
    @Override
    public String toString() {
        String where = partition == ANY_PARTITION ? "" : " in partition " + partition;
        String when = delivery == 0 ? "" : ", the message delivered as number " + delivery;
        String what = position == last ? "position " + position : "positions " + position + " to " + last;
        return kind.name().toLowerCase(Locale.ROOT) + ": " + what + where + when;
    }
}
