package io.sluice.benchmarks.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.Benchmarks;
import io.sluice.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class TransportCommandTest {
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
    void aRunPrintsItsTableAndEndsWithALineOfRatios() throws Exception {
        int code = run("transport", "--quick", "--measure", "roundtrip", "--only", "udp-nio,crsp-nio", "--output",
                folder.toString());
        assertThat(code).as(out + "\n" + err).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).startsWith("Measured on ").contains("UDP bare, NIO").contains("CRSP plain, NIO")
                .contains("p99.9 µs");
        assertThat(out.toString().lines().toList().getLast())
                .matches("transport: roundTripP50-crsp-nio [0-9.]+, roundTripP99-crsp-nio [0-9.]+");
        assertThat(Files.readString(folder.resolve("transport.svg"))).contains("CRSP plain, NIO");
        assertThat(Files.readString(folder.resolve("transport.json"))).contains("\"name\":\"crsp-nio\"");
    }

    @Test
    void theKernelsTcpPassesALossyLinkOrSaysWhyItCannot() throws Exception {
        int code = run("transport", "--quick", "--measure", "loss0", "--only", "tcp-cubic", "--json", "--output",
                folder.toString());
        assertThat(code).as(out + "\n" + err).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(folder.resolve("transport.json")))
                .containsPattern("\"shareOfLink\":\\{\"median\":0\\.[0-9]+|\"leftOut\":\"The kernel");
    }

    @Test
    void unknownNamesAreWrongUsageAndThoseThereAreAreTold() {
        assertThat(run("transport", "--only", "carrier-pigeon", "--output", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("no entrant is called carrier-pigeon").contains("crsp-nio");
        assertThat(run("transport", "--measure", "height", "--output", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(run("transport", "--rounds", "101", "--output", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(run("transport", "--measure", "radio", "--only", "udp-nio", "--output", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("micro", "NoSuchBenchmark")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void helpTeachesWithAnExample() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(run("transport", "--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("sluice bench transport --quick").contains("Exit codes:");
    }
}
