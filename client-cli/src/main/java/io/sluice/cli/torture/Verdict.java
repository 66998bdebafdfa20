package io.sluice.cli.torture;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found.
 *
 * @param lost numbers that did not arrive
 * @param repeated arrivals too many
 * @param disordered arrivals after a higher number, and of numbers that nobody sent
 * @param offences the first of them
 */
record Verdict(long lost, long repeated, long disordered, List<Offence> offences) {
    /** Offences that are kept; all are counted. */
    static final int OFFENCES_KEPT = 20;

    static final Verdict CLEAN = new Verdict(0, 0, 0, List.of());

    Verdict {
        offences = List.copyOf(offences.size() > OFFENCES_KEPT ? offences.subList(0, OFFENCES_KEPT) : offences);
    }

    boolean ok() {
        return lost == 0 && repeated == 0 && disordered == 0;
    }

    Verdict plus(Verdict other) {
        List<Offence> both = new ArrayList<>(offences);
        both.addAll(other.offences);
        return new Verdict(lost + other.lost, repeated + other.repeated, disordered + other.disordered, both);
    }
}
