package io.sluice.cli.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadSourceTest {
    @TempDir
    private Path folder;

    private static List<String> all(PayloadSource source) throws IOException {
        List<String> texts = new ArrayList<>();
        try (source) {
            for (byte[] payload = source.next(); payload != null; payload = source.next()) {
                texts.add(new String(payload, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static LinePayloads lines(String text) {
        return new LinePayloads(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void numbersRiseFromTheFirst() throws IOException {
        assertThat(all(new NumberPayloads(9, 3))).containsExactly("9", "10", "11");
        assertThat(all(new NumberPayloads(1, 0))).isEmpty();
    }

    @Test
    void linesKeepEmptyOnesAndNeedNoLastLineFeed() throws IOException {
        assertThat(all(lines("a\n\nb"))).containsExactly("a", "", "b");
        assertThat(all(lines("a\n"))).containsExactly("a");
        assertThat(all(lines(""))).isEmpty();
    }

    @Test
    void endlessLineIsRefusedByItsNumber() {
        assertThatIOException()
                .isThrownBy(() -> all(lines("a\n" + "b".repeat(PayloadSource.MAX_PAYLOAD_BYTES + 1))))
                .withMessageContaining("line 2");
    }

    @Test
    void chunksMakeUpTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abcdefg");

        try (ChunkPayloads chunks = new ChunkPayloads(file, 3)) {
            assertThat(chunks.total()).isEqualTo(3);
        }
        assertThat(all(new ChunkPayloads(file, 3))).containsExactly("abc", "def", "g");
        assertThat(all(new ChunkPayloads(Files.createFile(folder.resolve("empty")), 3))).isEmpty();
    }

    @Test
    void pacerKeepsToItsRateAndMakesUpForDelays() {
        Pacer pacer = new Pacer(10, 1_000);

        assertThat(pacer.nanosToWait(0, 1_000)).isZero();
        assertThat(pacer.nanosToWait(1, 1_000)).isEqualTo(100_000_000);
        assertThat(pacer.nanosToWait(1, 500_001_000)).isZero();
        assertThat(new Pacer(0, 0).nanosToWait(1_000_000, 0)).isZero();
    }
}
