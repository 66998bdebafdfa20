package io.sluice.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.cli.Sluice;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TortureCommandTest {
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = Sluice.commandLine().setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({"--gateways,0", "--gateways,10", "--brokers,0", "--devices,1", "--minutes,0", "--produce-rate,0"})
    void aValueOutOfItsRangeIsRefusedByName(String option, String value) {
        assertThat(run("torture", option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(option.equals("--produce-rate") ? "rates" : option);
    }

    @Test
    void anUnknownFaultIsRefusedWithTheKnownOnes() {
        assertThat(run("torture", "--faults", "earthquake")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("earthquake", "gateway-kill", "rolling-restart");
    }

    @Test
    void theSwitchThatBreaksGatewaysIsNotOffered() {
        String help = new CommandLine(new TortureCommand()).getUsageMessage();

        assertThat(help).contains("--faults", "--seed").doesNotContain("--break-gateways");
    }
}
