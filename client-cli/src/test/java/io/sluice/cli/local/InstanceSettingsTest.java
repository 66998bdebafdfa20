package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

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
