package io.sluice.gateway.health;

import io.sluice.gateway.Gateway;
import io.sluice.gateway.listener.CrspListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;

/** The UDP listener is bound. */
@ApplicationScoped
public class ListenerReadiness implements ReadinessProbe {
    @Inject
    Gateway gateway;

    @Override
    public String name() {
        return "listener";
    }

    @Override
    public Reading read() {
        CrspListener listener = gateway.listener();
        return listener == null
                ? Reading.down("the gateway waits for " + gateway.waitingFor())
                : Reading.up(Map.of("address", listener.address().toString()));
    }
}
