package io.sluice.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Kafka commands do without Kafka; the rest is tested end to end. */
@Timeout(60)
class KafkaCommandsTest {
    /** Port 1 (tcpmux) is privileged and unused, so a connection is refused. */
    private static final String NOBODY = "127.0.0.1:1";

    private static CliRun produce(String... arguments) {
        return CliRun.of(new ProduceCommand(), arguments);
    }

    @Test
    void unreachableKafkaIsToldWithWhatToDo() {
        CliRun run = produce("--topic", "t", "--numbers", "1", "--bootstrap-server", NOBODY);

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("Kafka cannot be reached at " + NOBODY, "./sluice up", "--bootstrap-server");
    }

    @Test
    void unknownKafkaHostIsUnreachable() {
        CliRun run = CliRun.of(new TopicsCommand(), "list", "--bootstrap-server", "no-such-host.invalid:9092");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void senselessKafkaAddressIsAUsageError() {
        CliRun run = CliRun.of(new TopicsCommand(), "list", "--bootstrap-server", "localhost");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("HOST:PORT");
    }

    @Test
    void exactlyOneOriginOfRecordsIsNeeded() {
        assertThat(produce("--topic", "t").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(produce("--topic", "t", "--numbers", "1", "--lines", "-").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void missingFileIsAUsageError() {
        CliRun run = produce("--topic", "t", "--file", "/no/such/file", "--bootstrap-server", NOBODY);

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no file /no/such/file");
    }

    @Test
    void topicsNeedsACommand() {
        CliRun run = CliRun.of(new TopicsCommand());

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("list, describe, create or delete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "describe", "create", "delete"})
    void everyTopicsCommandHasAnExampleAndExitCodes(String command) {
        assertThat(CliRun.of(new TopicsCommand(), command, "--help").out())
                .contains("Example:", "sluice topics " + command, "Exit codes:", "--json");
    }
}
