package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many sequences at once while there is no gateway: that time does not count against a client's 30 s. */
@Order(1)
@ExtendWith(Scenarios.class)
class SequenceKillIT {

    @Test
    void fifteenClientsSurviveAKilledGatewayHoweverLongItIsAway(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        for (int seconds : new int[]{5, 20, 35}) {
            SequenceGroup group = SequenceGroup.underWay(scenario, gateway, 15);

            assertThat(gateway.kill()).isTrue();
            Await.passing(Duration.ofSeconds(seconds));
            Scenario.restart(gateway);

            assertThat(group.awaitExit()).as(group.output()).isEqualTo(ExitCode.OK);
            assertThat(group.succeeded()).as("away for " + seconds + " s").isEqualTo(15);
        }
    }
}
