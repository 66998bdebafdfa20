package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.FreePorts;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Several gateways and Kafka nodes of {@code sluice up}, through the command line. */
@Isolated("five processes at once would cost other tests their patience")
@ExtendWith(Scenarios.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LocalClusterIT {
    private static final Duration PATIENCE = Scenario.PATIENCE;

    private static final int GATEWAYS = 2;
    private static final int BROKERS = 3;

    @TempDir
    Path folder;

    private LocalInstance instance;

    @BeforeEach
    void describe() throws Exception {
        instance = new LocalInstance(Installation.find(),
                new InstanceSettings(new LocalHome(folder), FreePorts.udpRow(GATEWAYS), FreePorts.tcpRow(GATEWAYS),
                        FreePorts.tcpRow(2 * BROKERS), false, Optional.empty(), GATEWAYS, BROKERS));
    }

    @AfterEach
    void end() throws Exception {
        instance.kill();
    }

    @Test
    void recordsFlowOverTheDeathOfABrokerAndOfAGateway(Scenario scenario) throws Exception {
        InstanceSettings settings = instance.settings();
        assertThat(run(scenario, "up", "--gateways", "2", "--brokers", "3", "--port", text(settings.port()),
                "--http-port", text(settings.httpPort()), "--kafka-port", text(settings.kafkaPort())))
                .contains("\"started\":true", "\"gateways\":2", "\"brokers\":3");
        assertThat(run(scenario, "status")).contains("\"ready\":true").doesNotContain("\"ready\":false");
        produceAndReceive(scenario, "before");

        assertThat(instance.brokers().get(1).kill()).isTrue();
        produceAndReceive(scenario, "without-a-broker");
        CliProcess status = scenario.cli("status", "--json", "--home", folder.toString());
        assertThat(status.awaitExit(PATIENCE)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(status.out()).contains("\"ready\":false");

        run(scenario, "down", "--gateway", "1");
        assertThat(instance.gateway().pid()).isEmpty();
        produceAndReceive(scenario, "without-a-gateway");

        run(scenario, "up");
        assertThat(run(scenario, "status")).contains("\"ready\":true").doesNotContain("\"ready\":false");
        List<Long> before = pids();
        run(scenario, "restart", "--gateway", "2");
        assertThat(pids()).hasSameSizeAs(before).doesNotContain(before.get(1)).contains(before.getFirst());
        assertThat(run(scenario, "logs", "--broker", "3")).contains("\"event\":\"log\"");

        List<Long> last = pids();
        assertThat(run(scenario, "down")).contains("\"stopped\":true");
        assertThat(instance.running()).isFalse();
        CliProcess fewer = scenario.cli("up", "--brokers", "1", "--home", folder.toString());
        assertThat(fewer.awaitExit(PATIENCE)).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(fewer.err()).contains("--brokers 3");
        assertThat(last).noneMatch(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
    }

    private void produceAndReceive(Scenario scenario, String topic) throws Exception {
        CliProcess produce = scenario.cli("produce", "--topic", topic, "--create-topic", "--numbers", "500",
                "--bootstrap-server", instance.settings().kafka());
        assertThat(produce.awaitExit(PATIENCE)).as(produce.err()).isEqualTo(ExitCode.OK);
        CliProcess receive = scenario.cli("receive", "--topic", topic, "--count", "500", "--check", "numbers",
                "--timeout", "60s", "--connect-timeout", "60s", "--gateway",
                "127.0.0.1:" + instance.settings().port(1) + ",127.0.0.1:" + instance.settings().port(2));
        assertThat(receive.awaitExit(PATIENCE)).as(receive.err()).isEqualTo(ExitCode.OK);
    }

    private String run(Scenario scenario, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--json", "--home", folder.toString()));
        CliProcess process = scenario.cli(all.toArray(String[]::new));
        assertThat(process.awaitExit(PATIENCE)).as(process.out() + process.err()).isEqualTo(ExitCode.OK);
        return process.out();
    }

    /** Gateways first. */
    private List<Long> pids() throws Exception {
        List<Long> pids = new ArrayList<>();
        for (var gateway : instance.gateways()) {
            pids.add(gateway.pid().orElseThrow());
        }
        for (var broker : instance.brokers()) {
            pids.add(broker.pid().orElseThrow());
        }
        return pids;
    }

    private static String text(int port) {
        return Integer.toString(port);
    }
}
