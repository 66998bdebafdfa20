package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Many sequences at once while their link is cut. The reconnect window is the default, 30 s. */
@ExtendWith(Scenarios.class)
@Execution(ExecutionMode.CONCURRENT)
class SequenceCutIT {

    @Test
    void fifteenClientsSurviveACutOfFiveSeconds(Scenario scenario) throws Exception {
        allSurvive(scenario, 15, Duration.ofSeconds(5));
    }

    @Test
    void fifteenClientsSurviveACutOfTwentySeconds(Scenario scenario) throws Exception {
        allSurvive(scenario, 15, Duration.ofSeconds(20));
    }

    @Test
    void aHundredClientsSurviveACutOfFiveSeconds(Scenario scenario) throws Exception {
        allSurvive(scenario, 100, Duration.ofSeconds(5));
    }

    @Test
    void twoHundredClientsSurviveACutOfFiveSeconds(Scenario scenario) throws Exception {
        allSurvive(scenario, 200, Duration.ofSeconds(5));
    }

    private static void allSurvive(Scenario scenario, int clients, Duration cut) throws Exception {
        SequenceGroup group = SequenceGroup.underWay(scenario, scenario.sharedGateway(), clients);

        group.cut(cut);

        assertThat(group.awaitExit()).as(group.output()).isEqualTo(ExitCode.OK);
        assertThat(group.succeeded()).isEqualTo(clients);
    }

    @Test
    void aCutLongerThanTheWindowEndsAllFifteenByName(Scenario scenario) throws Exception {
        SequenceGroup group = SequenceGroup.underWay(scenario, scenario.sharedGateway(), 15);

        group.cut(Duration.ofSeconds(35));

        // That the command ends says, too, that no client tries again.
        assertThat(group.awaitExit()).as(group.output()).isEqualTo(ExitCode.REJECTED);
        assertThat(group.count("SESSION_EXPIRED")).as(group.output()).isEqualTo(15);
        assertThat(group.succeeded()).isZero();
    }
}
