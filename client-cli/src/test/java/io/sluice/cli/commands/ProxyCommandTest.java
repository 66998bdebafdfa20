package io.sluice.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProxyCommandTest {

    private static CliRun proxy(String... arguments) {
        return CliRun.of(new ProxyCommand(), arguments);
    }

    @Test
    void runsForItsDurationAndTellsItsSeed() {
        CliRun run = proxy("--listen", "0", "--seed", "42", "--duration", "10ms");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("listening on 127.0.0.1:", "forwarding to localhost:4650, seed 42", "stopped");
    }

    @Test
    void machinesGetOneObjectALine() {
        CliRun run = proxy("--listen", "0", "--loss", "10%", "--duration", "10ms", "--json");

        assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"event\":") && line.endsWith("}"));
    }

    @Test
    void takenPortIsNamedWithWhatToDo() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CliRun run = proxy("--listen", Integer.toString(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(run.err()).contains("127.0.0.1:" + taken.getLocalPort(), "--listen");
        }
    }

    @Test
    void unknownTargetIsUnreachable() {
        CliRun run = proxy("--target", "no-such-host.invalid:1", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.out()).contains("\"exitCode\":3");
    }

    @Test
    void wrongValuesAreUsageErrorsThatShowTheRightForm() {
        CliRun loss = proxy("--loss", "ten");
        assertThat(loss.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(loss.err()).contains("--loss", "write it like 10%");

        CliRun delay = proxy("--delay", "0..2m", "--duration", "1ms");
        assertThat(delay.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(delay.err()).contains("maxDelay");
    }

    @Test
    void helpHasAnExampleAndTheExitCodes() {
        CliRun run = proxy("--help");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Example:", "--loss 10% ", "Exit codes:", "130");
    }
}
