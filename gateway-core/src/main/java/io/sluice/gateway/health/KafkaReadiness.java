package io.sluice.gateway.health;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.kafka.KafkaHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** Kafka is reachable and the stored sessions are read. */
@ApplicationScoped
public class KafkaReadiness implements ReadinessProbe {
    @Inject
    Gateway gateway;

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Reading read() {
        if (gateway.sessions() == null) {
            return Reading.down("the gateway waits for " + gateway.waitingFor());
        }
        KafkaHealth kafka = gateway.kafka();
        if (kafka == null || !kafka.isReachable()) {
            return Reading.down("Kafka at " + gateway.config().bootstrapServers() + " does not answer"
                    + (kafka == null || kafka.lastFailure() == null ? "" : ": " + kafka.lastFailure()));
        }
        return Reading.up(Map.of("bootstrap.servers", gateway.config().bootstrapServers()));
    }
}
