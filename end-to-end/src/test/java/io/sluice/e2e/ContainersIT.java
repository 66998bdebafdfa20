package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.crsp.client.SluiceClient;
import io.sluice.e2e.scenario.ContainerCluster;
import io.sluice.e2e.scenario.Courses;
import io.sluice.e2e.scenario.GatewayContainer;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Receiver;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Server;
import io.sluice.e2e.scenario.Topic;
import java.nio.file.Files;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The images that are shipped: the courses that processes go through, with Kafka and gateways in containers. The order
 * spares starts: the second gateway is there for what needs two.
 */
@Order(1)
@Tag(Scenarios.CONTAINERS)
@ExtendWith(Scenarios.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersIT {
    private static final int RECORDS = 10_000;
    private static final double PER_SECOND = 1500;

    @Test
    @Order(1)
    void recordsOfATopicReachAClientOverUdp(Scenario scenario) throws Exception {
        ContainerCluster containers = scenario.containers();
        Topic topic = scenario.topic(containers.kafka(), 1);
        Receiver receiver = scenario.receive(topic, RECORDS, containers.gateway(1).address());

        Courses.deliver(scenario, topic, RECORDS, 0, KillSchedule.random(0, RECORDS), () -> {}, receiver);
    }

    @Test
    @Order(2)
    void messagesOfAClientAreInKafka(Scenario scenario) throws Exception {
        ContainerCluster containers = scenario.containers();

        Courses.publish(scenario, scenario.topic(containers.kafka(), 4), RECORDS, containers.gateway(1).address());
    }

    @Test
    @Order(3)
    void theGatewayHasNoRightsItDoesNotNeed(Scenario scenario) throws Exception {
        GatewayContainer gateway = scenario.containers().gateway(1);

        assertThat(gateway.run("id", "-u").strip()).isEqualTo("1001");
        assertThatThrownBy(() -> gateway.run("touch", "/config/new")).hasMessageContaining("Read-only file system");
        assertThat(gateway.run("/opt/sluice/healthcheck.sh")).isEmpty();
        // The native driver: its library could be unpacked.
        assertThat(Files.readString(gateway.log())).contains("UDP driver: epoll");
    }

    @Test
    @Order(4)
    void theConsoleIsServedOverHttpsAndTheLogIsJson(Scenario scenario) throws Exception {
        GatewayContainer gateway = scenario.containers().gateway(1);

        assertThat(gateway.run("keytool", "-printcert", "-sslserver", "127.0.0.1:9443"))
                .contains(scenario.certificateFingerprint());
        assertThat(Files.readAllLines(gateway.log())).anySatisfy(
                line -> assertThat(line).startsWith("{").contains("\"message\":\"Serving shards"));
    }

    @Test
    @Order(5)
    void aGatewayThatIsAboutToBeStoppedIsNotReadyAndStillServes(Scenario scenario) throws Exception {
        ContainerCluster containers = scenario.containers();
        GatewayContainer gateway = containers.gateway(1);
        assertThat(gateway.isReady()).isTrue();

        gateway.run("touch", "/tmp/sluice-draining");
        assertThat(gateway.isReady()).isFalse();
        Courses.publish(scenario, scenario.topic(containers.kafka(), 1), 10, gateway.address());
        gateway.run("rm", "/tmp/sluice-draining");

        assertThat(gateway.isReady()).isTrue();
    }

    @Test
    @Order(6)
    void aDeliveryGoesOnAfterItsGatewayWasKilledAndStartedAgain(Scenario scenario) throws Exception {
        ContainerCluster containers = scenario.containers();
        GatewayContainer gateway = containers.gateway(1);
        Topic topic = scenario.topic(containers.kafka(), 1);
        SluiceClient client = scenario.connect(gateway.address());
        Receiver receiver = scenario.receive(client, topic, RECORDS);

        Courses.deliver(scenario, topic, RECORDS, PER_SECOND, KillSchedule.random(1, RECORDS), () -> {
            gateway.kill();
            gateway.restart();
        }, receiver);

        assertThat(client.resumes()).isPositive();
    }

    @Test
    @Order(7)
    void aDeliveryGoesOnAfterKafkaWasKilledAndStartedAgain(Scenario scenario) throws Exception {
        ContainerCluster containers = scenario.containers();
        Server broker = containers.broker();
        Topic topic = scenario.topic(containers.kafka(), 1);
        Receiver receiver = scenario.receive(topic, RECORDS, containers.gateway(1).address());

        Courses.deliver(scenario, topic, RECORDS, PER_SECOND, KillSchedule.random(1, RECORDS), () -> {
            broker.kill();
            broker.restart();
        }, receiver);
    }

    @Test
    @Order(8)
    void aClientOfAKilledGatewayGoesOnAtTheOther(Scenario scenario) throws Exception {
        ContainerCluster containers = scenario.containers();

        Courses.moveOver(scenario, scenario.topic(containers.kafka(), 1), RECORDS, PER_SECOND, containers.gateway(1),
                containers.gateway(2));
    }
}
