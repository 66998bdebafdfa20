package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.FreePorts;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command line's jar as a user runs it. */
@ExtendWith(Scenarios.class)
class CommandLineIT {

    @Test
    void aSequenceComesWithEqualChecksums(Scenario scenario) throws Exception {
        CliProcess sequence = scenario.cli("sequence", "--json", "-n", "20", "--interval", "10ms",
                "--gateway", gateway(scenario));

        assertThat(sequence.awaitExit(Scenario.PATIENCE)).as(sequence.err()).isEqualTo(ExitCode.OK);
        assertThat(sequence.out().lines().filter(line -> line.contains("\"event\":\"number\"")).count()).isEqualTo(20);
        assertThat(sequence.out()).containsPattern("\"localChecksum\":\"([0-9a-f]+)\",\"serverChecksum\":\"\\1\"")
                .contains("\"succeeded\":1");
    }

    @Test
    void aReceivedTopicHasTheDigestOfWhatWasWritten(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        String sha256 = topic.writeNumbers(5000, 0);
        CliProcess receive = scenario.cli("receive", "--json", "--topic", topic.name(), "--count", "5000",
                "--check", "numbers", "--gateway", gateway(scenario));

        assertThat(receive.awaitExit(Scenario.PATIENCE)).as(receive.err()).isEqualTo(ExitCode.OK);
        assertThat(receive.out().lines().filter(line -> line.contains("\"event\":\"record\"")).count()).isEqualTo(5000);
        assertThat(receive.out().lines().toList().getLast())
                .contains("\"event\":\"received\"", "\"records\":5000", sha256);
    }

    @Test
    void aTopicIsReceivedOverTcp(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        String sha256 = topic.writeNumbers(1000, 0);
        CliProcess receive = scenario.cli("receive", "--json", "--topic", topic.name(), "--count", "1000",
                "--check", "numbers", "--transport", "tcp", "--gateway", gateway(scenario));

        assertThat(receive.awaitExit(Scenario.PATIENCE)).as(receive.err()).isEqualTo(ExitCode.OK);
        assertThat(receive.out() + receive.err()).contains("\"transport\":\"tcp\"");
        assertThat(receive.out().lines().toList().getLast())
                .contains("\"event\":\"received\"", "\"records\":1000", sha256);
    }

    @Test
    void whatIsMissingFailsACheck(Scenario scenario) throws Exception {
        Topic topic = scenario.topic(1);
        topic.writeNumbers(10, 0);
        CliProcess receive = scenario.cli("receive", "--topic", topic.name(), "--count", "11", "--check",
                "numbers", "--timeout", "15s", "--gateway", gateway(scenario));

        assertThat(receive.awaitExit(Scenario.PATIENCE)).as(receive.err()).isEqualTo(ExitCode.DATA_CHECK_FAILED);
        assertThat(receive.err()).contains("lost 1", "lost: position 11");
    }

    @Test
    void eachFailureHasItsExitCodeAndSaysWhatToDo(Scenario scenario) throws Exception {
        CliProcess noTopic = scenario.cli("receive", "--topic", "nowhere", "--gateway", gateway(scenario));
        CliProcess noGateway = scenario.cli("sequence", "-n", "3", "--connect-timeout", "2s", "--gateway",
                "127.0.0.1:" + FreePorts.udp());
        CliProcess wrongOption = scenario.cli("sequence", "--no-such-option");

        assertThat(noTopic.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.USAGE);
        assertThat(noTopic.err()).contains("nowhere");
        assertThat(noGateway.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(noGateway.out() + noGateway.err()).containsIgnoringCase("gateway");
        assertThat(wrongOption.awaitExit(Scenario.PATIENCE)).isEqualTo(ExitCode.USAGE);
        assertThat(wrongOption.err()).contains("--no-such-option");
    }

    private static String gateway(Scenario scenario) throws Exception {
        return "127.0.0.1:" + scenario.sharedGateway().settings().port();
    }
}
