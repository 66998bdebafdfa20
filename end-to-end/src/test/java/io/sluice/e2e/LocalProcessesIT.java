package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.Waiting;
import io.sluice.e2e.scenario.FreePorts;
import io.sluice.e2e.scenario.Scenario;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processes of {@code sluice up}: started, killed, started again. */
class LocalProcessesIT {
    private static final Duration PATIENCE = Scenario.PATIENCE;

    @TempDir
    Path folder;

    private LocalInstance instance;

    @BeforeEach
    void describe() throws Exception {
        instance = new LocalInstance(Installation.find(), new InstanceSettings(new LocalHome(folder), FreePorts.udp(),
                FreePorts.tcp(), FreePorts.tcpPair(), false, Optional.empty()));
    }

    @AfterEach
    void end() throws Exception {
        instance.gateway().close();
        instance.broker().close();
    }

    @Test
    void kafkaKeepsItsDataOverAKillAndTheGatewayComesBack() throws Exception {
        assertThat(instance.up(Waiting.SILENT)).isTrue();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", instance.settings().kafka()))) {
            admin.createTopics(Set.of(new NewTopic("kept", 1, (short) 1))).all().get();
        }
        long gatewayBefore = instance.gateway().pid().orElseThrow();

        assertThat(instance.broker().kill()).isTrue();
        assertThat(instance.gateway().kill()).isTrue();
        assertThat(instance.running()).isFalse();
        assertThat(instance.up(Waiting.SILENT)).isTrue();

        assertThat(instance.gateway().pid().orElseThrow()).isNotEqualTo(gatewayBefore);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", instance.settings().kafka()))) {
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
        assertThat(instance.down()).isTrue();
        assertThat(instance.down()).isFalse();
    }

    @Test
    void aTakenPortStopsTheStartBeforeAnythingRuns() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(instance.settings().port())) {
            assertThatThrownBy(() -> instance.up(Waiting.SILENT))
                    .isInstanceOfSatisfying(CliException.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                    .hasMessageContaining("UDP port " + taken.getLocalPort());
        }
        assertThat(instance.running()).isFalse();
    }

    @Test
    void aFrozenBrokerAnswersAgainOnceThawed() throws Exception {
        instance.broker().start();
        instance.broker().awaitReady(PATIENCE, Waiting.SILENT);

        instance.broker().freeze();
        assertThatThrownBy(() -> instance.broker().awaitReady(Duration.ZERO, Waiting.SILENT))
                .isInstanceOf(CliException.class).hasMessageContaining("no answer from Kafka");
        instance.broker().thaw();

        instance.broker().awaitReady(PATIENCE, Waiting.SILENT);
    }
}
