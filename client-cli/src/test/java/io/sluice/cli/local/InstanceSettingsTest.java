package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceSettingsTest {
    @TempDir
    Path folder;

    @Test
    void whatWasSavedIsLoaded() throws Exception {
        InstanceSettings saved = new InstanceSettings(new LocalHome(folder.resolve("new")), 1, 2, 3,
                true, Optional.of("a:1"));
        saved.save();

        assertThat(InstanceSettings.load(saved.home())).isEqualTo(saved);
    }

    @Test
    void aClusterIsLoadedAndEachHasPortsOfItsOwn() throws Exception {
        InstanceSettings saved = InstanceSettings.defaults(new LocalHome(folder)).of(2, 3);
        saved.save();

        InstanceSettings loaded = InstanceSettings.load(saved.home());

        assertThat(loaded).isEqualTo(saved);
        assertThat(loaded.kafka()).isEqualTo("127.0.0.1:9092,127.0.0.1:9094,127.0.0.1:9096");
        assertThat(loaded.port(2)).isEqualTo(4651);
        assertThat(loaded.httpPort(2)).isEqualTo(9081);
        BrokerSettings third = loaded.broker(3);
        assertThat(third.controllerPorts()).containsExactly(9093, 9095, 9097);
        assertThat(third.clusterId()).isEqualTo(loaded.broker(1).clusterId());
        assertThat(third.folder()).isEqualTo(folder.toAbsolutePath().resolve("kafka-3"));
        assertThat(loaded.broker(1).folder()).isEqualTo(folder.toAbsolutePath().resolve("kafka"));
    }

    @Test
    void copiesAreAsManyAsNodesUpToThree() throws Exception {
        InstanceSettings settings = InstanceSettings.defaults(new LocalHome(folder));

        assertThat(settings.of(1, 1).broker(1)).extracting(BrokerSettings::replicas, BrokerSettings::minInSyncReplicas)
                .containsExactly(1, 1);
        assertThat(settings.of(1, 2).broker(1)).extracting(BrokerSettings::replicas, BrokerSettings::minInSyncReplicas)
                .containsExactly(2, 1);
        assertThat(settings.of(1, 5).broker(5)).extracting(BrokerSettings::replicas, BrokerSettings::minInSyncReplicas)
                .containsExactly(3, 2);
    }

    @Test
    void countsOutOfRangeAreRefused() {
        InstanceSettings settings = InstanceSettings.defaults(new LocalHome(folder));

        assertThatIllegalArgumentException().isThrownBy(() -> settings.of(0, 1)).withMessageContaining("gateways");
        assertThatIllegalArgumentException().isThrownBy(() -> settings.of(1, 10)).withMessageContaining("brokers");
    }

    @Test
    void dataKeepTheNumberOfNodesTheyWereMadeFor() throws Exception {
        InstanceSettings settings = InstanceSettings.defaults(new LocalHome(folder)).of(1, 3);
        assertThat(InstanceSettings.brokersKept(settings.home())).isEmpty();
        settings.save();
        assertThat(InstanceSettings.brokersKept(settings.home())).isEmpty();

        Path data = Files.createDirectories(settings.home().kafka(1).resolve("data"));
        Files.createFile(data.resolve("meta.properties"));

        assertThat(InstanceSettings.brokersKept(settings.home())).hasValue(3);
    }

    @Test
    void withoutAFileTheDefaultsHold() throws Exception {
        LocalHome home = new LocalHome(folder);

        assertThat(InstanceSettings.load(home)).isEqualTo(InstanceSettings.defaults(home));
        assertThat(InstanceSettings.load(home).kafka()).isEqualTo("127.0.0.1:9092");
    }

    @Test
    void secretsAreMadeOnceAndKeptPrivate() throws Exception {
        LocalHome home = new LocalHome(folder);

        assertThat(home.adminPassword()).isNotEqualTo(home.clusterSecret()).isEqualTo(home.adminPassword());
        assertThat(home.clusterSecret()).hasSize(64);
        assertThat(Files.getPosixFilePermissions(home.adminPasswordFile())).hasSize(2);
    }
}
