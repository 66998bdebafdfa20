package io.sluice.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands on the library refuse by themselves, and what they tell of themselves. */
class LibraryCommandTest {
    @TempDir
    private Path folder;

    private static CliRun run(String... arguments) {
        return CliRun.of(new LibraryCommand(), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "get", "list", "info", "verify", "rm"})
    void everyCommandHasHelpWithAnExampleAndExitCodes(String command) {
        CliRun help = run(command, "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out()).contains("Exit codes:", "Example:", "sluice library " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "-1"})
    void workersHaveALimit(String workers) {
        CliRun put = run("put", "file", "--workers", workers);
        assertThat(put.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(put.err()).contains("--workers must be from 1 to 256");
        assertThat(run("get", "name", "--workers", workers).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void oneNameIsForOneFile() {
        CliRun put = run("put", "a", "b", "--name", "c");
        assertThat(put.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(put.err()).contains("--name goes with one file");
    }

    @Test
    void standardInputNeedsAName() {
        CliRun put = run("put", "-");
        assertThat(put.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(put.err()).contains("Name it with --name");
    }

    @Test
    void rangesPagesAndVersionsAreNotNegative() {
        assertThat(run("get", "a", "--offset", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("get", "a", "--length", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("get", "a", "--version-number", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("rm", "a", "--version-number", "-1").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("list", "--limit", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("list", "--limit", "1001").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run("info", "a", "--limit", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aGroupWithoutACommandIsExplained() {
        assertThat(run().exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFileThatIsNotThereIsNamedBeforeAnythingIsAsked() throws Exception {
        CliRun verify = run("verify", "a", "--file", folder.resolve("missing").toString());
        assertThat(verify.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(verify.err()).contains("missing").contains("cannot be read");
        assertThat(folder).isEmptyDirectory();
    }
}
