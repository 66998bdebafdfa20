package io.sluice.cli.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Progress;
import io.sluice.crsp.client.ByteRange;
import io.sluice.crsp.client.LibraryFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a download leaves behind, and how the next one goes on with it. */
class PartialFileTest {
    private static final int PIECE = PartialFile.PIECE_BYTES;

    private final Progress progress = Progress.none(
            new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), true, false));
    private final byte[] content = new byte[3 * PIECE + 10];

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        new Random(4).nextBytes(content);
    }

    private Path target() {
        return folder.resolve("a, b.bin");
    }

    private Path journal() {
        return folder.resolve("a, b.bin.part.done");
    }

    private static LibraryFile file(byte[] content) {
        FileDigest digest = new FileDigest();
        digest.add(content, content.length);
        return new LibraryFile("x", 1, content.length, "", digest.result().sha256(), Instant.EPOCH);
    }

    private PartialFile open() throws Exception {
        return PartialFile.open(target(), file(content));
    }

    private void write(PartialFile partial, ByteRange range) throws Exception {
        for (long at = range.offset(); at < range.end(); at += 100_000) {
            long end = Math.min(range.end(), at + 100_000);
            partial.write(range.offset(), at, Arrays.copyOfRange(content, (int) at, (int) end));
        }
    }

    @Test
    void aFileAppearsOnceItIsWhole() throws Exception {
        try (PartialFile partial = open()) {
            for (ByteRange range : partial.missing(2)) {
                write(partial, range);
            }
            assertThat(partial.missing(2)).isEmpty();
            assertThat(target()).doesNotExist();
            partial.complete(progress);
        }
        assertThat(target()).hasBinaryContent(content);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(target());
        }
    }

    @Test
    void whatIsMissingIsDividedAmongTheWorkers() throws Exception {
        try (PartialFile partial = open()) {
            assertThat(partial.missing(1)).containsExactly(new ByteRange(0, content.length));
            assertThat(partial.missing(2)).containsExactly(
                    new ByteRange(0, 2L * PIECE), new ByteRange(2L * PIECE, PIECE + 10));
            assertThat(partial.missing(100)).hasSize(4);
        }
    }

    @Test
    void theNextDownloadGoesOnWithTheMissingPieces() throws Exception {
        try (PartialFile partial = open()) {
            write(partial, new ByteRange(PIECE, PIECE));
            // Half a piece is none.
            write(partial, new ByteRange(2L * PIECE, PIECE - 1));
        }
        try (PartialFile partial = open()) {
            assertThat(partial.missing(1)).containsExactly(
                    new ByteRange(0, PIECE), new ByteRange(2L * PIECE, PIECE + 10));
            for (ByteRange range : partial.missing(1)) {
                write(partial, range);
            }
            partial.complete(progress);
        }
        assertThat(target()).hasBinaryContent(content);
    }

    @Test
    void aLastLineThatWasCutOffSaysNothing() throws Exception {
        try (PartialFile partial = open()) {
            write(partial, new ByteRange(0, PIECE));
        }
        Files.writeString(journal(), "2", StandardOpenOption.APPEND);
        try (PartialFile partial = open()) {
            assertThat(partial.missing(1)).containsExactly(new ByteRange(PIECE, 2L * PIECE + 10));
        }
    }

    @Test
    void whatIsOfAnotherContentIsNotGoneOnWith() throws Exception {
        try (PartialFile other = PartialFile.open(target(), file(new byte[content.length]))) {
            write(other, new ByteRange(0, PIECE));
        }
        try (PartialFile partial = open()) {
            assertThat(partial.missing(1)).containsExactly(new ByteRange(0, content.length));
        }
        for (String damaged : List.of("", "x", "x\n", "\n1\n")) {
            Files.writeString(journal(), damaged);
            try (PartialFile partial = open()) {
                assertThat(partial.missing(1)).as(damaged).containsExactly(new ByteRange(0, content.length));
            }
        }
    }

    @Test
    void aJournalWithoutItsFileSaysNothing() throws Exception {
        try (PartialFile partial = open()) {
            write(partial, new ByteRange(0, PIECE));
        }
        Files.delete(folder.resolve("a, b.bin.part"));
        try (PartialFile partial = open()) {
            assertThat(partial.missing(1)).containsExactly(new ByteRange(0, content.length));
        }
    }

    @Test
    void whatIsNotWhatItShouldBeIsThrownAway() throws Exception {
        try (PartialFile partial = open()) {
            write(partial, new ByteRange(0, content.length));
            partial.write(0, 5, new byte[]{1, 2, 3});
            assertThatThrownBy(() -> partial.complete(progress)).isInstanceOfSatisfying(
                    CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA_CHECK_FAILED));
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void twoDownloadsToOneFileAreNotMixed() throws Exception {
        PartialFile first = open();
        try (first) {
            assertThatThrownBy(this::open).isInstanceOfSatisfying(
                    CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT));
        }
    }

    @Test
    void anEmptyFileNeedsNothing() throws Exception {
        try (PartialFile partial = PartialFile.open(target(), file(new byte[0]))) {
            assertThat(partial.missing(7)).isEmpty();
            partial.complete(progress);
        }
        assertThat(target()).isEmptyFile();
    }
}
