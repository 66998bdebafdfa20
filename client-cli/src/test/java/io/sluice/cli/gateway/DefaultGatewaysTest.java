package io.sluice.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.convert.HostPort;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultGatewaysTest {
    @TempDir
    private Path folder;

    @Test
    void allGatewaysOfTheLocalInstanceAreTried() {
        InstanceSettings settings = InstanceSettings.defaults(new LocalHome(folder)).of(3, 1);

        assertThat(DefaultGateways.of(settings)).map(HostPort::toString)
                .containsExactly("localhost:4650", "localhost:4651", "localhost:4652");
    }
}
