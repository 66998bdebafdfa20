package io.sluice.gateway.health;

import io.sluice.gateway.health.ReadinessProbe.Reading;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every {@link ReadinessProbe} is up. The answer's data holds {@code <probe>: up|down} and
 * {@code <probe>.<detail>: text} for each, which is what the command line shows while it waits.
 */
@Readiness
@ApplicationScoped
public class GatewayReadiness implements HealthCheck {
    @Inject
    @Any
    Instance<ReadinessProbe> probes;

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("gateway");
        boolean ready = true;
        for (ReadinessProbe probe : probes) {
            Reading reading = read(probe);
            ready &= reading.up();
            answer.withData(probe.name(), reading.up() ? "up" : "down");
            new TreeMap<>(reading.data()).forEach((key, text) -> answer.withData(probe.name() + "." + key, text));
        }
        return answer.status(ready).build();
    }

    private static Reading read(ReadinessProbe probe) {
        try {
            return probe.read();
        } catch (RuntimeException failure) {
            return Reading.down(failure.toString());
        }
    }
}
