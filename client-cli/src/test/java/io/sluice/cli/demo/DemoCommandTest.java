package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new DemoCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void tooFewRecordsForAHalfWayAreRefusedBeforeAnythingStarts() {
        assertThat(run("--records", "10")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--records must be 1000 or more");
    }

    @Test
    void theHelpNamesDefaultsAndExitCodes() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().replaceAll("\\s+", " ")).contains("default: 10000", "default: 10%",
                "Exit codes:");
    }
}
