package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.client.SluiceClient;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is left of a session that its client ended. */
@ExtendWith(Scenarios.class)
class SessionEndIT {
    @Test
    void anEndedSessionIsForgottenForGood(Scenario scenario) throws Exception {
        SluiceClient client = scenario.connect(Scenario.address(scenario.sharedGateway()));
        String id = client.sessionId().toString();
        Topic sessions = new Topic(scenario.kafka(), "sluice.sessions", Scenario.SHARDS);
        assertThat(isForgotten(sessions, id)).isFalse();

        client.close();

        Await.until("the session's record to go", Scenario.PATIENCE, () -> isForgotten(sessions, id));
        // The gateway looks after its sessions every second: none of that may bring the record back.
        Await.passing(Duration.ofSeconds(3));
        assertThat(isForgotten(sessions, id)).isTrue();
    }

    /** Whether the last record of the session is a tombstone. */
    private static boolean isForgotten(Topic sessions, String id) {
        return sessions.read().stream()
                .filter(record -> new String(record.key(), StandardCharsets.US_ASCII).equals(id))
                .reduce((older, newer) -> newer)
                .map(ConsumerRecord::value).isEmpty();
    }
}
