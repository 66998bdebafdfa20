package io.sluice.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.CliException;
import io.sluice.cli.local.LocalHome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TortureHomeTest {
    @TempDir
    private Path folder;

    private Path file(String name) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "x");
    }

    @Test
    void aFolderOfAnInstanceIsNotTouched() throws Exception {
        file("instance.properties");
        Path data = file("kafka/data/records");

        assertThatThrownBy(() -> new TortureHome(new LocalHome(folder)).begin(1)).isInstanceOf(CliException.class)
                .hasMessageContaining(folder.toString());

        assertThat(data).exists();
    }

    @Test
    void aRunBeginsWithoutWhatTheLastOneLeft() throws Exception {
        TortureHome home = new TortureHome(new LocalHome(folder));
        home.begin(1);
        Path data = file("kafka-2/data/records");
        Path settings = file("instance.properties");
        Path log = file("gateway-2/gateway.log");
        Path unpacked = file("gateway-2/servers/sluice/workarea/unpacked");

        home.begin(2);

        assertThat(data).doesNotExist();
        assertThat(settings).doesNotExist();
        assertThat(log).doesNotExist();
        assertThat(unpacked).exists();
    }

    @Test
    void aGoodRunKeepsLogsAndNoData() throws Exception {
        TortureHome home = new TortureHome(new LocalHome(folder));
        home.begin(1);
        Path data = file("kafka/data/records");
        Path log = file("kafka/kafka.log");

        home.end();

        assertThat(data).doesNotExist();
        assertThat(log).exists();
    }
}
