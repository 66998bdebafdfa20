package io.sluice.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import java.net.InetSocketAddress;

/** A gateway in a process of this machine. */
record GatewayProcess(LocalGateway gateway) implements GatewayServer {
    @Override
    public InetSocketAddress address() {
        return Scenario.address(gateway);
    }

    @Override
    public void kill() throws Exception {
        assertThat(gateway.kill()).isTrue();
    }

    @Override
    public void restart() throws Exception {
        Scenario.restart(gateway);
    }
}
