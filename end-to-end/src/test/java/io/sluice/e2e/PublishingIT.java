package io.sluice.e2e;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Courses;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages from clients to Kafka. */
@ExtendWith(Scenarios.class)
class PublishingIT {
    private static final LinkSettings LOSSY = LinkSettings.builder().loss(0.05).corruption(0.05)
            .delay(Duration.ZERO, Duration.ofMillis(20)).build();

    @Test
    void confirmedMessagesAreInKafkaInOrderAlthoughTheGatewayWasKilled(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());

        Courses.publishWhileKilled(scenario, scenario.topic(4), 10_000, 300, Scenario.server(gateway),
                scenario.relay(gateway, LOSSY).localAddress());
    }
}
