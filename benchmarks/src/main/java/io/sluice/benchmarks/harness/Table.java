package io.sluice.benchmarks.harness;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A measure and its rows.
 *
 * @param measure what was measured
 * @param rows in the order of the entrants
 */
public record Table(Measure measure, List<Row> rows) {
    /** The row of an entrant, if it took part. */
    public Optional<Row> row(String entrant) {
        return rows.stream().filter(row -> row.entrant().name().equals(entrant)).findFirst();
    }

    /** The median that an entrant reached, if it did. */
    public OptionalDouble median(String entrant, String metric) {
        return row(entrant).flatMap(row -> row.spread(metric)).map(spread -> OptionalDouble.of(spread.median()))
                .orElse(OptionalDouble.empty());
    }

    /** A row's main figure as a multiple of the reference's; empty if one of the two is missing. */
    public OptionalDouble ratio(Row row) {
        String metric = measure.main().key();
        OptionalDouble reference = median(measure.reference(), metric);
        Optional<Spread> own = row.spread(metric);
        return own.isEmpty() || reference.isEmpty() || reference.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(own.get().median() / reference.getAsDouble());
    }
}
