package io.sluice.cli.check;

import io.sluice.cli.check.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a delivered sequence message by message: in order within each partition, nothing lost,
 * nothing twice. Remembers the offending positions, the first {@value #FINDINGS_PER_KIND} of each
 * kind, and the SHA-256 of all payloads, each followed by a line feed. Not thread-safe.
 *
 * <pre>{@code
 * DeliveryChecker checker = DeliveryChecker.ofNumbers(1, 1000);
 * while (!checker.complete()) {
 *     Delivery delivery = subscription.next();
 *     checker.accept(delivery.partition(), delivery.offset(), delivery.value());
 * }
 * assertThat(checker.report().ok()).as(checker.report().toString()).isTrue();
 * }</pre>
 */
public final class DeliveryChecker {
    /** Findings of each kind that are kept; all are counted. */
    public static final int FINDINGS_PER_KIND = 20;

    /** Where the position of a message is found and what is expected. */
    private enum Mode {
        NUMBERS,
        POSITIONS,
        OFFSETS
    }

    private final Mode mode;
    private final long first;
    private final long count;
    private final PayloadDigest digest;
    private final Map<Integer, PositionSet> seen = new TreeMap<>();
    private final Map<Integer, Long> highest = new HashMap<>();
    private final Map<Kind, List<Finding>> findings = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private long delivered;

    private DeliveryChecker(Mode mode, long first, long count, PayloadDigest.Framing framing) {
        if (count < 0) {
            throw new IllegalArgumentException("a delivery has 0 messages or more, not " + count);
        }
        this.mode = mode;
        this.first = first;
        this.count = count;
        this.digest = new PayloadDigest(framing);
    }

    /**
     * Expects messages whose payloads are decimal numbers, as {@code sluice produce --numbers} writes
     * them: each number once, in any partition, rising within each partition.
     *
     * @param first the lowest number
     * @param count how many numbers
     * @return a new checker
     */
    public static DeliveryChecker ofNumbers(long first, long count) {
        return new DeliveryChecker(Mode.NUMBERS, first, count, PayloadDigest.Framing.LINES);
    }

    /**
     * Expects messages whose positions the caller tells, such as the indexes of a sequence: each once,
     * in any partition, rising within each partition.
     *
     * @param first the lowest position
     * @param count how many positions
     * @return a new checker
     */
    public static DeliveryChecker ofPositions(long first, long count) {
        return new DeliveryChecker(Mode.POSITIONS, first, count, PayloadDigest.Framing.LINES);
    }

    /**
     * Expects the records of whole partitions by their offsets: rising and without gaps in each
     * partition, wherever it begins. Not for compacted topics or those written in transactions, whose
     * offsets have gaps.
     *
     * @param framing how payloads make up the file whose SHA-256 is told
     * @return a new checker
     */
    public static DeliveryChecker ofOffsets(PayloadDigest.Framing framing) {
        return new DeliveryChecker(Mode.OFFSETS, 0, 0, framing);
    }

    /**
     * Takes the next message.
     *
     * @param partition where it was delivered; 0 if there is only one order
     * @param position its offset or index; looked at unless the position is in the payload
     * @param payload its bytes, not kept
     */
    public void accept(int partition, long position, byte[] payload) {
        delivered++;
        digest.add(payload);
        Long read = mode == Mode.NUMBERS ? number(payload) : Long.valueOf(position);
        if (read == null || !expected(read)) {
            find(Kind.UNEXPECTED, partition, read == null ? position : read);
            return;
        }
        int space = mode == Mode.OFFSETS ? partition : Finding.ANY_PARTITION;
        if (!seen.computeIfAbsent(space, key -> new PositionSet()).add(read)) {
            find(Kind.REPEATED, partition, read);
        } else if (highest.getOrDefault(partition, Long.MIN_VALUE) > read) {
            find(Kind.DISORDERED, partition, read);
        }
        highest.merge(partition, read, Math::max);
    }

    private boolean expected(long position) {
        return mode == Mode.OFFSETS || (position >= first && position - first < count);
    }

    private static @Nullable Long number(byte[] payload) {
        // 19 digits and a sign are the longest that fits 64 bits.
        if (payload.length == 0 || payload.length > 20) {
            return null;
        }
        try {
            return Long.valueOf(new String(payload, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void find(Kind kind, int partition, long position) {
        counts.merge(kind, 1L, Long::sum);
        List<Finding> found = findings.computeIfAbsent(kind, key -> new ArrayList<>());
        if (found.size() < FINDINGS_PER_KIND) {
            found.add(new Finding(kind, partition, position, position, delivered));
        }
    }

    /**
     * Messages taken so far.
     *
     * @return all of them, the repeated and unexpected included
     */
    public long delivered() {
        return delivered;
    }

    /**
     * Different expected positions seen so far.
     *
     * @return zero or more
     */
    public long distinct() {
        return seen.values().stream().mapToLong(PositionSet::size).sum();
    }

    /**
     * Whether it is known how many positions are expected.
     *
     * @return false when offsets are checked
     */
    public boolean expectsAnEnd() {
        return mode != Mode.OFFSETS;
    }

    /**
     * Whether every expected position has come, be the rest right or wrong.
     *
     * @return false for ever when offsets are checked, whose end nobody knows
     */
    public boolean complete() {
        return mode != Mode.OFFSETS && distinct() == count;
    }

    /**
     * What was found so far; positions that have not come count as lost.
     *
     * @return an immutable report
     */
    public DeliveryReport report() {
        List<Finding> all = new ArrayList<>(lostRanges());
        findings.values().forEach(all::addAll);
        return new DeliveryReport(
                delivered,
                lost(),
                counts.getOrDefault(Kind.REPEATED, 0L),
                counts.getOrDefault(Kind.DISORDERED, 0L),
                counts.getOrDefault(Kind.UNEXPECTED, 0L),
                digest.hex(),
                all);
    }

    private long lost() {
        if (mode != Mode.OFFSETS) {
            return count - distinct();
        }
        return seen.values().stream()
                .mapToLong(positions -> positions.highest() - positions.lowest() + 1 - positions.size())
                .sum();
    }

    private List<Finding> lostRanges() {
        List<Finding> lost = new ArrayList<>();
        if (mode == Mode.OFFSETS) {
            seen.forEach((partition, positions) -> addLost(lost, partition, positions, positions.lowest(),
                    positions.highest()));
        } else {
            PositionSet positions = seen.getOrDefault(Finding.ANY_PARTITION, new PositionSet());
            addLost(lost, Finding.ANY_PARTITION, positions, first, first + count - 1);
        }
        return lost;
    }

    private static void addLost(List<Finding> lost, int partition, PositionSet positions, long from, long to) {
        for (PositionSet.Range gap : positions.missing(from, to, FINDINGS_PER_KIND - lost.size())) {
            lost.add(new Finding(Kind.LOST, partition, gap.first(), gap.last(), 0));
        }
    }
}
