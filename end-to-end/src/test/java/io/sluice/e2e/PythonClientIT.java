package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ExitCode;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.CliProcess;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client written from docs/protocol.md alone, by a real gateway: the specification says what the wire does. */
@ExtendWith(Scenarios.class)
class PythonClientIT {
    private static final int RECORDS = 200;
    private static final LinkSettings LOSSY = LinkSettings.builder().loss(0.1).build();

    @Test
    void aTopicArrivesInOrder(Scenario scenario) throws Exception {
        receiveAll(scenario, Scenario.address(scenario.sharedGateway()));
    }

    @Test
    void aTopicArrivesInOrderThoughEveryTenthDatagramIsLost(Scenario scenario) throws Exception {
        receiveAll(scenario, scenario.relay(scenario.sharedGateway(), LOSSY).localAddress());
    }

    private static void receiveAll(Scenario scenario, InetSocketAddress gateway) throws Exception {
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);

        CliProcess receive = scenario.python("receive", topic.name(), "--count", Integer.toString(RECORDS), "--gateway",
                text(gateway));

        assertThat(receive.awaitExit(Scenario.PATIENCE)).as(receive.err()).isEqualTo(ExitCode.OK);
        assertThat(receive.out().lines()).containsExactlyElementsOf(numbers(1, RECORDS));
    }

    @Test
    void whatItSendsIsInKafkaInOrder(Scenario scenario) throws Exception {
        sendAll(scenario, Scenario.address(scenario.sharedGateway()));
    }

    @Test
    void whatItSendsIsInKafkaInOrderThoughEveryTenthDatagramIsLost(Scenario scenario) throws Exception {
        sendAll(scenario, scenario.relay(scenario.sharedGateway(), LOSSY).localAddress());
    }

    private static void sendAll(Scenario scenario, InetSocketAddress gateway) throws Exception {
        Topic topic = scenario.topic(1);
        List<String> arguments = new ArrayList<>(List.of("send", "--gateway", text(gateway), topic.name()));
        arguments.addAll(numbers(1, RECORDS));

        CliProcess send = scenario.python(arguments.toArray(String[]::new));

        assertThat(send.awaitExit(Scenario.PATIENCE)).as(send.err()).isEqualTo(ExitCode.OK);
        assertThat(topic.read()).extracting(record -> new String(record.value(), UTF_8))
                .containsExactlyElementsOf(numbers(1, RECORDS));
    }

    @Test
    void aSequenceComesWithEqualChecksums(Scenario scenario) throws Exception {
        CliProcess sequence = scenario.python("sequence", "20", "--gateway",
                text(Scenario.address(scenario.sharedGateway())));

        assertThat(sequence.awaitExit(Scenario.PATIENCE)).as(sequence.err()).isEqualTo(ExitCode.OK);
        assertThat(sequence.out().lines().count()).isEqualTo(20);
        assertThat(sequence.err()).contains("checksum equal");
    }

    @Test
    void itResumesItsSessionAfterTheGatewayWasKilled(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS / 2, 0);
        CliProcess receive = scenario.python("receive", topic.name(), "--count", Integer.toString(RECORDS), "--gateway",
                text(Scenario.address(gateway)), "--patience", Long.toString(Scenario.PATIENCE.toSeconds()));
        Await.until("the first half", Scenario.PATIENCE, () -> receive.out().lines().count() == RECORDS / 2);

        assertThat(gateway.kill()).isTrue();
        Scenario.restart(gateway);
        topic.write(RECORDS / 2, 0, number -> new ProducerRecord<>(
                topic.name(), 0, null, Topic.number(RECORDS / 2 + number)));

        assertThat(receive.awaitExit(Scenario.PATIENCE)).as(receive.err()).isEqualTo(ExitCode.OK);
        assertThat(receive.out().lines()).containsExactlyElementsOf(numbers(1, RECORDS));
        assertThat(receive.err()).containsPattern("resumed [1-9]");
    }

    private static List<String> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Long::toString).toList();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
