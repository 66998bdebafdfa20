package io.sluice.crsp.simulator.mutants;

import io.sluice.crsp.simulator.scenario.ScenarioTemplate;
import io.sluice.crsp.simulator.scenario.Simulation;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** Runs a scenario in whatever build loads this class; only names and numbers cross the border between two builds. */
public final class MutantRun {
    private MutantRun() {}

    /** What the simulation found, or null. */
    public static @Nullable String violation(String name, String description, long seed) throws IOException {
        return Simulation.run(ScenarioTemplate.read(name, new StringReader(description)).draw(seed)).violation();
    }
}
