package io.sluice.crsp.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.crsp.simulator.Simulation.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final int FIXED_SEEDS = 800;
    private static final long FRESH_SECONDS = 10;

    @Test
    void everyFixedSeedHoldsItsInvariants() {
        List<String> failures = new ArrayList<>();
        long virtual = 0;
        for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
            Result result = Simulation.run(Scenario.of(seed));
            virtual += result.nanos();
            if (result.violation() != null) {
                failures.add("seed " + seed + ": " + result.violation() + " in " + result.scenario());
            }
        }
        System.out.printf(
                "simulate: runs %d violations %d, %d s of virtual time%n",
                FIXED_SEEDS, failures.size(), TimeUnit.NANOSECONDS.toSeconds(virtual));
        assertTrue(failures.isEmpty(), () -> String.join(System.lineSeparator(), failures));
    }

    @Test
    void freshSeedsHoldTheirInvariants() {
        long start = RandomGenerator.getDefault().nextLong();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FRESH_SECONDS);
        int runs = 0;
        for (long seed = start; System.nanoTime() < end; seed++, runs++) {
            Result result = Simulation.run(Scenario.of(seed));
            if (result.violation() != null) {
                throw new AssertionError("seed " + seed + ": " + result.violation() + " in " + result.scenario());
            }
        }
        System.out.printf("simulate: runs %d violations 0, seeds from %d%n", runs, start);
        assertTrue(runs > 0);
    }

    @Test
    void aSeedReplaysBitForBit() {
        for (long seed = 1; seed <= 20; seed++) {
            assertEquals(
                    Simulation.run(Scenario.of(seed)).fingerprint(),
                    Simulation.run(Scenario.of(seed)).fingerprint());
        }
    }
}
