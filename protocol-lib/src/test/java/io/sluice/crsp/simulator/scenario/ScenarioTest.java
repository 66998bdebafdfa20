package io.sluice.crsp.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single runs that are worth a name, and the notation of scenarios. */
class ScenarioTest {
    private static ScenarioTemplate template(String text) throws IOException {
        return ScenarioTemplate.read("test", new StringReader(text));
    }

    private static SimulationResult run(String text, long seed) throws IOException {
        SimulationResult result = Simulation.run(template(text).draw(seed));
        assertThat(result.violation()).isNull();
        return result;
    }

    /** More messages, packets and copies than sixteen bits count. */
    @Test
    void seventyThousandMessagesAmongCopiesComeOnceEach() {
        SimulationResult result = Simulation.run(ScenarioTemplate.named("wrap").draw(1));
        assertThat(result.violation()).isNull();
        assertThat(result.links().duplicated()).isPositive();
        assertThat(result.reconnects()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aChangeOfAddressInATransferCostsNeitherAConnectionNorAMessage(long seed) throws IOException {
        SimulationResult result = run("""
                clients = 3
                streams = 2
                messages = 200
                message-size = 1000
                loss = 5%
                delay = 10ms..30ms
                packets-per-second = 200
                moves = 6
                disturbed = 3s
                """, seed);
        assertThat(result.moves()).isPositive();
        assertThat(result.reconnects()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 4, 5})
    void aRestartOfTheGatewayInATransferCostsNoMessage(long seed) throws IOException {
        SimulationResult result = run("""
                clients = 3
                streams = 2
                messages = 400
                message-size = 1000
                loss = 5%
                delay = 10ms..30ms
                packets-per-second = 200
                restarts = 2
                restart-length = 100ms..1s
                disturbed = 1s
                """, seed);
        assertThat(result.restarts()).isPositive();
        assertThat(result.reconnects()).isPositive();
    }

    /** Readers that stand still for seconds: what they do not read stays within their window. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readersThatStopHoldUpNobodyElseAndNoMoreThanTheirWindow(long seed) throws IOException {
        SimulationResult result = run("""
                clients = 4
                streams = 4
                messages = 300
                message-size = 1000
                delay = 10ms
                stream-window = 8192
                connection-window = 65536
                stopping-readers = 50%
                """, seed);
        assertThat(result.reconnects()).isZero();
        assertThat(result.peakMemory()).isLessThan(4 * 2 * (4 * 65_536 + 4 * 4 * 8192 + 65_536));
    }

    @Test
    void twentyClientsShareAGateway() throws IOException {
        assertThat(run("clients = 20\nmessages = 20\nloss = 10%\ndelay = 30ms\n", 1).scenario().clients())
                .isEqualTo(20);
    }

    @Test
    void everyTemplateDrawsWhatItSays() {
        for (ScenarioTemplate each : ScenarioTemplate.all()) {
            assertThat(each.description()).isNotEmpty();
            assertThat(each.draw(1)).isEqualTo(each.draw(1));
            assertThat(each.draw(1)).isNotEqualTo(each.draw(2));
        }
    }

    @Test
    void aValueIsDrawnFromItsRange() throws IOException {
        ScenarioTemplate template = template("clients = 2..4\nloss = 5%..10%\ncuts = 3 in 50%\ncut-length = 1s\n");
        for (long seed = 0; seed < 200; seed++) {
            Scenario drawn = template.draw(seed);
            assertThat(drawn.clients()).isBetween(2, 4);
            assertThat(drawn.link().loss()).isBetween(0.05, 0.1);
            assertThat(drawn.cuts().size()).isIn(0, 3);
            assertThat(drawn.cuts()).allMatch(cut -> cut.millis() == 1000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"clients = 0", "clients = 5..1", "loss = 5", "loss = 200%", "delay = 5", "delay = fast",
        "lost = 5%", "hostility = rude", "cuts = 1 in 5"})
    void whatMakesNoSenseIsRefusedByName(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> template(line).draw(1))
                .withMessageMatching("(?s).*(clients|loss|delay|lost|rude|cuts|range).*");
    }
}
