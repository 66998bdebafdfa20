package io.sluice.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private LocalProcess process;

    @BeforeEach
    void describe() {
        process = new LocalProcess("sleeper", folder);
    }

    @AfterEach
    void end() throws Exception {
        process.kill();
    }

    private ProcessHandle startSleeper() throws CliException {
        return process.start(List.of("sleep", "300"), Map.of());
    }

    @Test
    void isFoundAgainByItsPidFile() throws Exception {
        ProcessHandle started = startSleeper();

        assertThat(new LocalProcess("sleeper", folder).find()).contains(started);
    }

    @Test
    void doesNotStartTwice() throws Exception {
        startSleeper();

        assertThatThrownBy(this::startSleeper).isInstanceOf(CliException.class).hasMessageContaining("runs already");
    }

    @Test
    void stopEndsItAndForgetsIt() throws Exception {
        ProcessHandle started = startSleeper();

        assertThat(process.stop(PATIENCE)).isTrue();
        assertThat(started.isAlive()).isFalse();
        assertThat(folder.resolve("pid")).doesNotExist();
        assertThat(process.stop(PATIENCE)).isFalse();
    }

    @Test
    void pidFileOfADeadProcessIsStale() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(folder.resolve("pid"), dead.pid() + " 2026-01-01T00:00:00Z\n");

        assertThat(process.find()).isEmpty();
        assertThat(folder.resolve("pid")).doesNotExist();
        assertThat(startSleeper().isAlive()).isTrue();
    }

    @Test
    void pidFileDoesNotMatchAnotherProcessThatGotTheNumber() throws Exception {
        Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + " 2026-01-01T00:00:00Z\n");

        assertThat(process.kill()).isFalse();
    }

    @Test
    void unreadablePidFileIsExplained() throws Exception {
        Files.writeString(folder.resolve("pid"), "nonsense");

        assertThatThrownBy(process::find).isInstanceOf(CliException.class).hasMessageContaining("pid file");
        Files.delete(folder.resolve("pid"));
    }

    @Test
    void waitingForOneThatDiesShowsItsLog() throws Exception {
        process.start(List.of("sh", "-c", "echo no such luck; exit 3"), Map.of());

        assertThatThrownBy(() -> process.awaitReady(() -> Optional.of("luck"), PATIENCE, Waiting.SILENT))
                .isInstanceOf(CliException.class).hasMessageContaining("no such luck");
    }

    @Test
    void waitingTooLongSaysWhatIsMissing() throws Exception {
        startSleeper();

        assertThatThrownBy(() -> process.awaitReady(() -> Optional.of("the moon"), Duration.ZERO, Waiting.SILENT))
                .isInstanceOfSatisfying(CliException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.TIMED_OUT))
                .hasMessageContaining("the moon");
    }
}
