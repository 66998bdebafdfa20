package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A short run of {@code sluice torture}; the long one is the command itself. */
@Isolated("starting and killing so many processes would cost other tests their patience")
@ExtendWith(Scenarios.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class TortureIT {
    private static final Duration PATIENCE = Duration.ofMinutes(12);
    private static final long SEED = 7;

    @TempDir
    Path folder;

    @Test
    void nothingIsLostRepeatedOrDisorderedWithAKnownSeed(Scenario scenario) throws Exception {
        torture(scenario, SEED);
    }

    private void torture(Scenario scenario, long seed) throws Exception {
        scenario.say("seed " + seed);
        CliProcess run = scenario.cli("torture", "--minutes", "0.5", "--seed", Long.toString(seed), "--gateways", "2",
                "--brokers", "1", "--devices", "12", "--produce-rate", "100", "--home", folder.toString());

        int exit = run.awaitExit(PATIENCE);

        scenario.say(run.out().strip());
        assertThat(exit).as(run.out() + run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().toList().getLast())
                .matches("torture: faults [1-9]\\d* confirmed [1-9]\\d* delivered [1-9]\\d*"
                        + " lost 0 repeated 0 disordered 0");
    }
}
