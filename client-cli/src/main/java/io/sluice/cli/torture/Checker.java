package io.sluice.cli.torture;

import io.sluice.cli.check.PositionSet;
import io.sluice.cli.torture.Offence.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compares what one observer saw with what it must have seen. */
final class Checker {
    private Checker() {}

    /**
     * Judges one observer.
     *
     * @param expected of each key that it observes; another key is one that nobody sent
     */
    static Verdict check(Observations seen, Collection<Expectation> expected) {
        List<Offence> offences = new ArrayList<>(seen.offences());
        long lost = 0;
        long unknown = 0;
        for (Expectation each : expected) {
            for (PositionSet.Range gap : seen.missing(each.key(), 1, each.sent(), Integer.MAX_VALUE)) {
                lost += gap.size();
                addGap(offences, seen, each, gap);
            }
            unknown += addUnknown(offences, seen, each.key(), each.sent());
        }
        for (String key : others(seen, expected)) {
            unknown += addUnknown(offences, seen, key, 0);
        }
        return new Verdict(lost, seen.repeated(), seen.disordered() + unknown, offences);
    }

    private static Set<String> others(Observations seen, Collection<Expectation> expected) {
        Set<String> others = new TreeSet<>(seen.keys());
        others.removeAll(expected.stream().map(Expectation::key).collect(Collectors.toSet()));
        return others;
    }

    /** A gap may reach from what was confirmed to what was not. */
    private static void addGap(List<Offence> offences, Observations seen, Expectation of, PositionSet.Range gap) {
        if (offences.size() >= Verdict.OFFENCES_KEPT) {
            return;
        }
        if (gap.first() <= of.confirmed()) {
            offences.add(new Offence(Kind.LOST, seen.observer(), of.key(), gap.first(),
                    Math.min(gap.last(), of.confirmed()), -1, -1));
        }
        if (gap.last() > of.confirmed()) {
            offences.add(new Offence(Kind.STUCK, seen.observer(), of.key(), Math.max(gap.first(), of.confirmed() + 1),
                    gap.last(), -1, -1));
        }
    }

    private static long addUnknown(List<Offence> offences, Observations seen, String key, long last) {
        long above = seen.above(key, last);
        if (above > 0) {
            offences.add(new Offence(Kind.UNKNOWN, seen.observer(), key, last + 1, last + above, -1, -1));
        }
        return above;
    }
}
