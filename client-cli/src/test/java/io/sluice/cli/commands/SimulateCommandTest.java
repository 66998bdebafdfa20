package io.sluice.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    private static CliRun simulate(String... arguments) {
        return CliRun.of(new SimulateCommand(), arguments);
    }

    @Test
    void aSeedIsOneRunAndReplaysBitForBit() {
        CliRun first = simulate("--seed", "42");
        CliRun second = simulate("--seed", "42");

        assertThat(first.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(first.out()).contains("scenario mixed, seed 42", "fingerprint").isEqualTo(second.out());
        assertThat(first.out().lines().toList().getLast()).isEqualTo("simulate: runs 1 violations 0");
    }

    @Test
    void aTraceTellsEveryDatagram() {
        assertThat(simulate("--seed", "1", "--scenario", "quiet", "--trace").out())
                .contains(" sent 10.0.0.2:4650 > 10.0.0.1:4650 INITIAL", "established", "closed APPLICATION NO_ERROR");
    }

    @Test
    void manySeedsEndInOneLine() {
        CliRun run = simulate("--runs", "40", "--seed", "7", "--scenario", "moving");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out().strip()).isEqualTo("simulate: runs 40 violations 0");
    }

    @Test
    void secondsAreUsedUp() {
        CliRun run = simulate("--seconds", "1", "--seed", "7", "--json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).containsPattern("\\{\"event\":\"simulate\",\"runs\":[1-9][0-9]*,\"violations\":0}");
    }

    @Test
    void scenariosCanBeListed() {
        assertThat(simulate("--scenario", "list").out()).contains("mixed", "hostile", "moving", "restarts");
    }

    @Test
    void aScenarioMayComeFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("my.scenario"), "clients = 2\nloss = 5%..10%\nmessages = 3\n");

        assertThat(simulate("--seed", "1", "--scenario", file.toString()).out()).contains("clients 2, streams 1");
    }

    @Test
    void whatIsNoScenarioIsAUsageError(@TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong"), "los = 5%\n");

        assertThat(simulate("--scenario", "nothing").exitCode()).isEqualTo(ExitCode.USAGE);
        CliRun misspelt = simulate("--scenario", wrong.toString());
        assertThat(misspelt.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(misspelt.err()).contains("'los' is no setting of a scenario", "loss");
    }
}
