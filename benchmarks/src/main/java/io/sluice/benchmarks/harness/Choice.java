package io.sluice.benchmarks.harness;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Those measures and entrants that a user asked for. */
public final class Choice {
    private Choice() {}

    /**
     * Chooses.
     *
     * @param measures names of measures or of their groups; empty for all
     * @param entrants names; empty for all
     * @throws CliException if there is no such name, or nothing is left
     */
    public static List<Measure> of(List<Measure> all, List<String> measures, List<String> entrants)
            throws CliException {
        Set<String> groups = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (Measure measure : all) {
            groups.add(measure.name());
            groups.add(measure.group());
            measure.entrants().forEach(entrant -> names.add(entrant.name()));
        }
        requireKnown("measure", measures, groups);
        requireKnown("entrant", entrants, names);
        List<Measure> chosen = new ArrayList<>();
        for (Measure measure : all) {
            boolean asked = measures.isEmpty() || measures.contains(measure.name()) || measures.contains(measure
                    .group());
            List<Entrant> rows = measure.entrants().stream()
                    .filter(entrant -> entrants.isEmpty() || entrants.contains(entrant.name())).toList();
            if (asked && !rows.isEmpty()) {
                chosen.add(measure.with(rows));
            }
        }
        if (chosen.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "none of these entrants takes part in these measures",
                    "Leave --only or --measure out.");
        }
        return chosen;
    }

    private static void requireKnown(String kind, List<String> names, Set<String> known) throws CliException {
        for (String name : names) {
            if (!known.contains(name)) {
                throw new CliException(ExitCode.USAGE, "no " + kind + " is called " + name, "There are: " + String.join(
                        ", ", known));
            }
        }
    }
}
