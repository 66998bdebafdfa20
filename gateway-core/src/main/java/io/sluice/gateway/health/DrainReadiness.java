package io.sluice.gateway.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Down while a file exists: whoever is about to stop the gateway makes it first, so that load balancers send nobody new,
 * and those who are there are still served.
 */
@ApplicationScoped
public class DrainReadiness implements ReadinessProbe {
    @Inject
    @ConfigProperty(name = "sluice.drain.file")
    Optional<String> file;

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public Reading read() {
        return file.isPresent() && Files.exists(Path.of(file.get()))
                ? Reading.down("the gateway is about to be stopped")
                : Reading.up(Map.of());
    }
}
