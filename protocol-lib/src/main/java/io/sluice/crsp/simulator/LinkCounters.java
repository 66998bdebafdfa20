package io.sluice.crsp.simulator;

/**
 * What a link has done so far, as one immutable snapshot. All values only rise, and whenever they
 * are taken {@code sent + duplicated = delivered + lost + cut + overflowed + oversized} plus what is
 * still under way.
 *
 * @param sent datagrams offered to the link
 * @param lost datagrams dropped by chance
 * @param cut datagrams (and copies) dropped because the link was cut
 * @param overflowed datagrams dropped because the rate limit's queue or the link was full
 * @param oversized datagrams dropped because they were longer than the MTU
 * @param corrupted datagrams whose bits were flipped
 * @param duplicated second copies made
 * @param reordered deliveries that came after a datagram which was offered later
 * @param delivered datagrams handed out, copies included
 * @param sentBytes payload bytes offered
 * @param deliveredBytes payload bytes handed out
 */
public record LinkCounters(
        long sent,
        long lost,
        long cut,
        long overflowed,
        long oversized,
        long corrupted,
        long duplicated,
        long reordered,
        long delivered,
        long sentBytes,
        long deliveredBytes) {

    /** Counters of a link that has done nothing yet. */
    public static final LinkCounters ZERO = new LinkCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * Adds up two links.
     *
     * @param other counters of another link
     * @return the sums, field by field
     */
    public LinkCounters plus(LinkCounters other) {
        return new LinkCounters(
                sent + other.sent,
                lost + other.lost,
                cut + other.cut,
                overflowed + other.overflowed,
                oversized + other.oversized,
                corrupted + other.corrupted,
                duplicated + other.duplicated,
                reordered + other.reordered,
                delivered + other.delivered,
                sentBytes + other.sentBytes,
                deliveredBytes + other.deliveredBytes);
    }
}
