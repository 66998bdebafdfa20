package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.check.DeliveryChecker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Courses;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.KillSchedule;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two gateways of one Kafka on one machine. */
@Order(1)
@ExtendWith(Scenarios.class)
class TwoGatewaysIT {

    @Test
    void aSessionOfAKilledGatewayGoesOnAtTheOther(Scenario scenario) throws Exception {
        List<LocalGateway> gateways = scenario.settledCluster();

        Courses.moveOver(scenario, scenario.topic(1), 20_000, 2000, Scenario.server(gateways.getFirst()),
                Scenario.server(gateways.getLast()));
    }

    @Test
    void messagesAreInKafkaOnceAlthoughTheirGatewayWasKilledAndTheNextWasStopped(Scenario scenario) throws Exception {
        int messages = 12_000;
        List<LocalGateway> gateways = scenario.settledCluster();
        Topic topic = scenario.topic(2);
        SluiceClient client = scenario.connect(Scenario.address(gateways.getFirst()),
                Scenario.address(gateways.getLast()));
        // Mostly the one that was asked first; the other if that took long.
        boolean asked = serves(gateways.getFirst(), client);
        LocalGateway first = asked ? gateways.getFirst() : gateways.getLast();
        LocalGateway second = asked ? gateways.getLast() : gateways.getFirst();
        List<Long> faultsAfter = KillSchedule.random(2, messages).positions();
        try (Publication publication = client.publish(PublishRequest.to(topic.name()))) {
            long sent = send(publication, 1, faultsAfter.getFirst());
            assertThat(first.kill()).isTrue();
            sent = send(publication, sent + 1, faultsAfter.getLast());
            assertThat(publication.awaitConfirmed(Scenario.PATIENCE)).isTrue();
            Scenario.restart(first);
            assertThat(second.stop()).isTrue();
            send(publication, sent + 1, messages);
            assertThat(publication.awaitConfirmed(Scenario.PATIENCE)).isTrue();
        }
        DeliveryChecker checker = DeliveryChecker.ofNumbers(1, messages);
        topic.read().forEach(record -> checker.accept(0, 0, record.value()));
        assertThat(checker.report().ok()).as(checker.report().toString()).isTrue();
        assertThat(client.resumes()).isGreaterThanOrEqualTo(2);
    }

    private static boolean serves(LocalGateway gateway, SluiceClient client) throws Exception {
        try (GatewayHttp http = new GatewayHttp(gateway)) {
            return http.api("viewer", "sessions/" + client.sessionId(), "").statusCode() == 200;
        }
    }

    private static long send(Publication publication, long from, long to) throws Exception {
        for (long message = from; message <= to; message++) {
            publication.send("one key".getBytes(StandardCharsets.UTF_8), Topic.number(message));
        }
        return to;
    }

    @Test
    void aClientThatKnowsOneGatewayIsSentToTheOneThatServesItsSession(Scenario scenario) throws Exception {
        List<LocalGateway> gateways = scenario.settledCluster();
        LocalGateway first = gateways.getFirst();
        Topic topic = scenario.topic(1);
        Redirects redirects = new Redirects();
        SluiceClient client = scenario.connect(redirects, Scenario.address(first));
        Subscription subscription = client.subscribe(SubscribeRequest.earliest(topic.name()));
        topic.writeNumbers(1, 0);
        assertThat(subscription.next()).isNotNull();

        assertThat(first.stop()).isTrue();

        Await.until("the session to go on", Scenario.PATIENCE, () -> client.resumes() > 0);
        assertThat(redirects.to).contains(Scenario.address(gateways.getLast()));
        topic.writeNumbers(2, 0);
        assertThat(subscription.next()).isNotNull();
    }

    /** Where a client was sent. */
    private static final class Redirects implements ClientListener {
        private final List<InetSocketAddress> to = new CopyOnWriteArrayList<>();

        @Override
        public void onRedirected(String gatewayId, InetSocketAddress gateway) {
            to.add(gateway);
        }
    }
}
