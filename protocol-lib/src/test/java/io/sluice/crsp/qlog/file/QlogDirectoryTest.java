package io.sluice.crsp.qlog.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.connection.ConnectionLog;
import io.sluice.crsp.connection.ConnectionLog.Drop;
import io.sluice.crsp.connection.Role;
import io.sluice.crsp.qlog.QlogText;
import io.sluice.crsp.wire.PacketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs in files: how many, how large, and what becomes of them. */
class QlogDirectoryTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static ConnectionLog begin(QlogDirectory directory, long id) {
        return Objects.requireNonNull(directory.begin(0, Role.SERVER, id, 2, PEER));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aClosedLogIsAWholeFileNamedForItsConnection() throws Exception {
        try (QlogDirectory directory = QlogDirectory.open(folder.resolve("new"), 10, 10_000)) {
            begin(directory, 0x0a0b).close();
        }

        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            Path file = files.toList().getFirst();
            assertThat(file.getFileName().toString())
                    .matches("\\d{8}T\\d{6}\\.\\d{3}Z-0000000000000a0b-server\\.sqlog");
            assertThat(QlogText.records(Files.readString(file))).hasSize(2);
        }
    }

    @Test
    void closingTheFolderEndsLogsThatAreStillOpen() throws Exception {
        QlogDirectory directory = QlogDirectory.open(folder, 10, 10_000);
        ConnectionLog log = begin(directory, 1);
        directory.close();
        log.onPacketDropped(1, PacketType.DATA, 60, Drop.CORRUPT);
        log.close();

        assertThat(QlogText.records(Files.readString(folder.resolve(names().getFirst())))).hasSize(2);
    }

    @Test
    void theOldestGiveWayEvenThoseOfAnEarlierRunAndThoseStillOpen() throws Exception {
        Files.writeString(folder.resolve("20000101T000000.000Z-01-server.sqlog"), "old");
        Files.writeString(folder.resolve("notes.txt"), "not a log");
        try (QlogDirectory directory = QlogDirectory.open(folder, 3, 10_000)) {
            for (int id = 1; id <= 5; id++) {
                begin(directory, id);
            }
        }

        assertThat(names()).hasSize(4).contains("notes.txt");
        assertThat(names().toString()).contains("03-server", "04-server", "05-server");
    }

    @Test
    void aFileHasItsLimit() throws Exception {
        try (QlogDirectory directory = QlogDirectory.open(folder, 3, QlogDirectory.MIN_FILE_BYTES)) {
            ConnectionLog log = begin(directory, 1);
            for (int i = 0; i < 1000; i++) {
                log.onPacketDropped(i, PacketType.DATA, 60, Drop.CORRUPT);
            }
        }

        assertThat(Files.size(folder.resolve(names().getFirst()))).isLessThanOrEqualTo(QlogDirectory.MIN_FILE_BYTES);
    }

    @Test
    void aFolderThatCannotBeIsRefusedAndOneThatGoesAwayCostsOnlyLogs() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> QlogDirectory.open(file, 1, 10_000)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> QlogDirectory.open(folder, 0, 10_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QlogDirectory.open(folder, 1, 10)).isInstanceOf(IllegalArgumentException.class);

        Path gone = folder.resolve("gone");
        try (QlogDirectory directory = QlogDirectory.open(gone, 3, 10_000)) {
            Files.delete(gone);
            assertThat(directory.begin(0, Role.CLIENT, 1, 2, PEER)).isNull();
        }
    }
}
