package io.sluice.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalBroker;

/** A broker in a process of this machine. */
record BrokerProcess(LocalBroker broker) implements Server {
    @Override
    public void kill() throws Exception {
        assertThat(broker.kill()).isTrue();
    }

    @Override
    public void restart() throws Exception {
        Scenario.restart(broker);
    }
}
