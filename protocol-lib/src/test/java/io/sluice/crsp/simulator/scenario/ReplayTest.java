package io.sluice.crsp.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed replays its run: every datagram and event, at the same time, with the same bytes. */
class ReplayTest {
    @Test
    void aSeedReplaysBitForBit() {
        for (ScenarioTemplate template : ScenarioTemplate.all()) {
            if (template.name().equals("wrap")) {
                continue;
            }
            LongStream.rangeClosed(1, 5).mapToObj(template::draw).forEach(scenario -> {
                SimulationResult first = Simulation.run(scenario);
                SimulationResult second = Simulation.run(scenario);
                assertThat(second).as(scenario.toString()).isEqualTo(first);
            });
        }
    }

    @Test
    void watchingChangesNothing() {
        Scenario scenario = Scenario.of(7);
        List<String> lines = new ArrayList<>();

        SimulationResult watched = Simulation.run(scenario, lines::add);

        assertThat(watched).isEqualTo(Simulation.run(scenario));
        assertThat(lines).hasSizeGreaterThan(100);
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(
                LongStream.rangeClosed(1, 50).map(seed -> Simulation.run(Scenario.of(seed)).fingerprint()).distinct())
                .hasSize(50);
    }
}
