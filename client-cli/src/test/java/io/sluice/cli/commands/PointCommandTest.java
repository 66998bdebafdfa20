package io.sluice.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.cli.points.PointCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands on data points refuse by themselves, and what they tell of themselves. */
class PointCommandTest {
    @TempDir
    private Path folder;

    private static CliRun run(String... arguments) {
        return CliRun.of(new PointCommand(), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "get", "list", "histogram", "rm"})
    void everyCommandHasHelpWithAnExampleAndExitCodes(String command) {
        CliRun help = run(command, "--help");
        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out()).contains("Exit codes:", "Example:", "sluice point " + command);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--workers 0|--workers must be from 1 to 1000", "--workers 1001|--workers must be",
        "--sessions 65|--sessions must be", "--bins 0|--bins must be", "--batch 4097|--batch must be",
        "--min 2 --max 1|--min is above --max", "--max NaN|--max must be finite",
        "--from 2 --to 1|--from is after --to", "--series a --prefix b|--prefix does not go with --series"})
    void limitsOfTheHistogramAreNamed(String arguments, String reason) {
        CliRun histogram = run(("histogram " + arguments).split(" "));
        assertThat(histogram.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(histogram.err()).contains(reason);
    }

    @Test
    void timesAreExactDecimals() {
        CliRun get = run("get", "--series", "a", "--at", "0,004x");
        assertThat(get.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(get.err()).contains("\"004x\" is no time in seconds");
        assertThat(run("get", "--series", "a", "--at", "1e-10").err()).contains("finer than a nanosecond");
        assertThat(run("get", "--series", "a", "--from", "2", "--to", "1").err()).contains("--from is after --to");
        assertThat(run("get", "--series", "a", "--at", "2", "--to", "1").err()).contains("do not go with");
        assertThat(run("get", "--at", "2").err()).contains("--series");
        assertThat(run("list", "--limit", "1001").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aTableWithAMistakeIsNamedBeforeAnythingIsSent() throws Exception {
        Path table = Files.writeString(folder.resolve("1.csv"), "time,ecg1\n0,1\n0.004,x\n");
        CliRun load = run("load", table.toString());
        assertThat(load.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(load.err()).contains("1.csv, line 3: column ecg1: \"x\"");
        CliRun missing = run("load", folder.resolve("missing.csv").toString());
        assertThat(missing.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(missing.err()).contains("missing.csv", "cannot be read");
    }

    @Test
    void aFileOfTimesIsReadLineByLine() throws Exception {
        Path times = Files.writeString(folder.resolve("times"), "0.004\n\nx\n");
        CliRun get = run("get", "--series", "a", "--times", times.toString());
        assertThat(get.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(get.err()).contains("times, line 3:");
        assertThat(run("get", "--series", "a", "--times", "/missing").exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
    }

    @Test
    void aGroupWithoutACommandIsExplained() {
        assertThat(run().exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
