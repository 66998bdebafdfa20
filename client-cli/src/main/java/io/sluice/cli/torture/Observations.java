package io.sluice.cli.torture;

import io.sluice.cli.check.PositionSet;
import io.sluice.cli.torture.Offence.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The numbers that one observer saw, by key: a subscriber at its API, or a reader of a topic. Each key's numbers should
 * come as 1, 2, 3 and so on; what comes twice or too late is an offence at once, what is missing only at the end.
 * Thread-safe.
 */
final class Observations {
    private static final class Key {
        private final PositionSet seen = new PositionSet();
        private long highest;
    }

    private final String observer;
    private final Map<String, Key> keys = new TreeMap<>();
    private final List<Offence> offences = new ArrayList<>();
    private long count;
    private long repeated;
    private long disordered;

    /** @param observer such as {@code device 17}, for a person */
    Observations(String observer) {
        this.observer = observer;
    }

    /**
     * One more was seen.
     *
     * @param number below 1 if the payload was none that was ever sent
     */
    synchronized void saw(String key, long number, int partition, long offset) {
        count++;
        if (number < 1) {
            disordered++;
            note(Kind.UNKNOWN, key, number, partition, offset);
            return;
        }
        Key of = keys.computeIfAbsent(key, unseen -> new Key());
        if (!of.seen.add(number)) {
            repeated++;
            note(Kind.REPEATED, key, number, partition, offset);
        } else if (number < of.highest) {
            disordered++;
            note(Kind.DISORDERED, key, number, partition, offset);
        }
        of.highest = Math.max(of.highest, number);
    }

    private void note(Kind kind, String key, long number, int partition, long offset) {
        if (offences.size() < Verdict.OFFENCES_KEPT) {
            offences.add(new Offence(kind, observer, key, number, number, partition, offset));
        }
    }

    String observer() {
        return observer;
    }

    /** All that was seen, the repeated included. */
    synchronized long count() {
        return count;
    }

    /** Different numbers of a key. */
    synchronized long distinct(String key) {
        Key of = keys.get(key);
        return of == null ? 0 : of.seen.size();
    }

    synchronized long repeated() {
        return repeated;
    }

    synchronized long disordered() {
        return disordered;
    }

    /** The first that were repeated or disordered. */
    synchronized List<Offence> offences() {
        return List.copyOf(offences);
    }

    /** The keys of which at least one number was seen. */
    synchronized Set<String> keys() {
        return Set.copyOf(keys.keySet());
    }

    /** Ranges of numbers from {@code first} to {@code last} that were not seen, the first ones. */
    synchronized List<PositionSet.Range> missing(String key, long first, long last, int limit) {
        Key of = keys.get(key);
        return (of == null ? new PositionSet() : of.seen).missing(first, last, limit);
    }

    /** Numbers of a key above {@code last}, which nobody sent. */
    synchronized long above(String key, long last) {
        Key of = keys.get(key);
        return of == null || of.highest <= last ? 0 : of.seen.size() - within(of, last);
    }

    private static long within(Key of, long last) {
        long missing = of.seen.missing(1, last, Integer.MAX_VALUE).stream().mapToLong(PositionSet.Range::size).sum();
        return last - missing;
    }
}
