package io.sluice.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.harness.Entrant;
import io.sluice.benchmarks.harness.Goal;
import io.sluice.benchmarks.harness.Measure;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.cli.local.LocalHome;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewaySuiteTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyReferenceAndEveryGoalNamesWhatIsMeasured(boolean quick) {
        Set<Goal.Figure> figures = new HashSet<>();
        GatewaySuite suite = new GatewaySuite(quick, new Bed(new LocalHome(folder)));
        for (Measure measure : suite.measures()) {
            assertThat(measure.entrants()).extracting(Entrant::name).doesNotHaveDuplicates()
                    .contains(measure.reference());
            for (Entrant entrant : measure.entrants()) {
                assertThat(suite.find(measure.name(), entrant.name())).isPresent();
                for (Metric metric : measure.metrics()) {
                    figures.add(new Goal.Figure(measure.name(), entrant.name(), metric.key()));
                }
            }
        }
        for (Goal goal : GatewaySuite.goals()) {
            assertThat(figures).as(goal.title()).contains(goal.figure());
            if (goal.beside() != null) {
                assertThat(figures).as(goal.title()).contains(goal.beside());
            }
        }
        assertThat(GatewaySuite.goals()).extracting(Goal::key).doesNotHaveDuplicates();
        assertThat(suite.measures()).extracting(Measure::name).doesNotHaveDuplicates();
    }
}
