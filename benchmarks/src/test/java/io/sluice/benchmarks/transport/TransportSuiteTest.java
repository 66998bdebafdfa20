package io.sluice.benchmarks.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TransportSuiteTest {
    private static final Pace SHORT = Pace.ofMillis(0, 20);

    private final TransportSuite suite = new TransportSuite(true);

    @Test
    void everyReferenceAndEveryGoalNamesWhatIsMeasured() {
        Set<Goal.Figure> figures = new HashSet<>();
        for (Measure measure : suite.measures()) {
            assertThat(measure.entrants()).extracting(Entrant::name).doesNotHaveDuplicates()
                    .contains(measure.reference());
            for (Entrant entrant : measure.entrants()) {
                for (Metric metric : measure.metrics()) {
                    figures.add(new Goal.Figure(measure.name(), entrant.name(), metric.key()));
                }
            }
        }
        for (Goal goal : TransportSuite.goals()) {
            assertThat(figures).as(goal.title()).contains(goal.figure());
            if (goal.beside() != null) {
                assertThat(figures).as(goal.title()).contains(goal.beside());
            }
        }
        assertThat(TransportSuite.goals()).extracting(Goal::key).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(60)
    void cryptographyAndHandshakesAreReallyDone() throws Exception {
        for (Measure measure : suite.measures()) {
            if (!measure.group().equals("crypto")) {
                continue;
            }
            for (Entrant entrant : measure.entrants()) {
                Map<String, Double> figures = entrant.trial().get().run(SHORT);
                assertThat(figures.keySet()).as(entrant.title()).containsAll(
                        measure.metrics().stream().map(Metric::key).toList());
                assertThat(figures.get(measure.main().key())).as(entrant.title()).isPositive();
            }
        }
    }

    @Test
    void namesOfMeasuresAreTheirOwn() {
        assertThat(List.copyOf(suite.measures())).extracting(Measure::name).doesNotHaveDuplicates();
    }
}
