package io.sluice.crsp.simulator.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation would notice: each broken build is found by every one of ten seeds. */
class MutantTest {
    private static final int SEEDS = 10;

    /** Everything that the mutants get wrong happens here: losses, copies, damage, full windows. */
    private static final String SCENARIO = """
            clients = 2
            streams = 3
            messages = 60
            message-size = 1500
            loss = 10%..20%
            duplication = 10%..20%
            corruption = 8%..15%
            reordering = 5%..15%
            delay = 20ms..60ms
            stream-window = 4096..16384
            connection-window = 8192..16384
            slow-readers = 50%
            """;

    @Test
    void theRightBuildHoldsItsInvariants() throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(MutantRun.violation("mutants", SCENARIO, seed)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByEverySeed(Mutant mutant) {
        LongStream.rangeClosed(1, SEEDS).parallel()
                .forEach(seed -> assertThat(mutant.violation("mutants", SCENARIO, seed))
                        .as("seed %d", seed)
                        .isNotNull());
        System.out.printf("simulate: %s found by %d of %d seeds: %s%n", mutant, SEEDS, SEEDS,
                mutant.violation("mutants", SCENARIO, 1));
    }
}
