package io.sluice.benchmarks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.Benchmarks;
import io.sluice.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GatewayCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Benchmarks.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void unknownNamesAreWrongUsageAndNothingIsStarted() {
        assertThat(run("gateway", "--measure", "height", "--output", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no measure is called height").contains("throughput").contains("catchup");
        assertThat(run("gateway", "--only", "carrier-pigeon", "--output", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("gateway", "--rounds", "101", "--output", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void helpTeachesWithAnExample() {
        assertThat(run("gateway", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("sluice bench gateway --quick").contains("Exit codes:");
    }
}
