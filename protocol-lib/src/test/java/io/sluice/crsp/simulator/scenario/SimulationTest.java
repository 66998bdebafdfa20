package io.sluice.crsp.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whole runs, each from a seed of its own: whatever befalls them, the invariants hold. A build always tries the same
 * seeds; {@code sluice simulate --seconds} explores others.
 */
class SimulationTest {
    /** Together more than two thousand, each another seed; how many are in proportion to what there is to try. */
    private static final Map<String, Integer> FIXED_RUNS = new TreeMap<>(Map.of(
            "mixed", 1100,
            "quiet", 100,
            "crowd", 25,
            "cuts", 150,
            "moving", 150,
            "restarts", 150,
            "clocks", 150,
            "readers", 150,
            "lossy", 50,
            "hostile", 150));

    private static String describe(SimulationResult result) {
        return "sluice simulate --scenario " + result.scenario().name() + " --seed " + result.scenario().seed() + ": "
                + result.violation() + " in " + result.scenario();
    }

    private static Stream<Scenario> draw(String name, int runs) {
        ScenarioTemplate template = ScenarioTemplate.named(name);
        return LongStream.rangeClosed(1, runs).mapToObj(template::draw);
    }

    @Test
    void everyFixedSeedHoldsTheInvariants() {
        List<Scenario> scenarios = new ArrayList<>();
        FIXED_RUNS.forEach((name, runs) -> scenarios.addAll(draw(name, runs).toList()));
        AtomicLong virtual = new AtomicLong();
        AtomicLong datagrams = new AtomicLong();
        List<String> failures = scenarios.parallelStream()
                .map(Simulation::run)
                .peek(result -> virtual.addAndGet(result.nanos()))
                .peek(result -> datagrams.addAndGet(result.links().sent()))
                .filter(result -> result.violation() != null)
                .map(SimulationTest::describe)
                .toList();
        System.out.printf(
                "simulate: runs %d violations %d, %,d s of virtual time, %,d datagrams%n",
                scenarios.size(), failures.size(), TimeUnit.NANOSECONDS.toSeconds(virtual.get()), datagrams.get());
        assertThat(failures).isEmpty();
        assertThat(scenarios).hasSizeGreaterThan(2000);
    }
}
