package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
    @TempDir
    Path folder;

    private Path log;

    @BeforeEach
    void threeLines() throws Exception {
        log = folder.resolve("log");
        Files.writeString(log, "one\ntwo\nthree\n");
    }

    @Test
    void beginsWithTheLastLines() throws Exception {
        try (LogFollower follower = LogFollower.open(log, 2)) {
            assertThat(follower.newLines()).containsExactly("two", "three");
        }
    }

    @Test
    void beginsWithAllLinesIfThereAreFewer() throws Exception {
        try (LogFollower follower = LogFollower.open(log, 50)) {
            assertThat(follower.newLines()).containsExactly("one", "two", "three");
        }
    }

    @Test
    void givesWhatIsWrittenLaterOnceTheLineIsWhole() throws Exception {
        try (LogFollower follower = LogFollower.open(log, 1)) {
            assertThat(follower.newLines()).containsExactly("three");
            Files.writeString(log, "fo", StandardOpenOption.APPEND);
            assertThat(follower.newLines()).isEmpty();
            Files.writeString(log, "ur\n", StandardOpenOption.APPEND);
            assertThat(follower.newLines()).containsExactly("four");
        }
    }

    @Test
    void beginsAnewWhenTheLogDoes() throws Exception {
        try (LogFollower follower = LogFollower.open(log, 1)) {
            assertThat(follower.newLines()).containsExactly("three");
            Files.writeString(log, "new\n");
            assertThat(follower.newLines()).containsExactly("new");
        }
    }
}
