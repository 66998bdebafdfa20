package io.sluice.crsp.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of hostile peer, beside honest clients on the same gateway: it ends as it must, and they go on unharmed. */
class HostilityTest {
    private static final String WITH_NARROW_WINDOWS = "stream-window = 4096\nconnection-window = 16384\n";

    private static SimulationResult run(Hostility hostility, String more) throws IOException {
        String description = """
                clients = 3
                streams = 2
                messages = 30
                message-size = 800
                loss = 5%
                delay = 1ms..20ms
                hostile = 2
                """ + "hostility = " + hostility.text() + "\n" + more;
        return Simulation.run(ScenarioTemplate.read("hostility", new StringReader(description)).draw(1));
    }

    @ParameterizedTest
    @EnumSource
    void harmsOnlyItself(Hostility hostility) throws IOException {
        assertThat(run(hostility, "").violation()).isNull();
        assertThat(run(hostility, WITH_NARROW_WINDOWS).violation()).isNull();
    }
}
