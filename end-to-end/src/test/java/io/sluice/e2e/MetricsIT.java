package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.GatewayHttp;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a gateway tells Prometheus, seen against what it did. */
@ExtendWith(Scenarios.class)
class MetricsIT {
    private static final Pattern DOCUMENTED = Pattern.compile("`(sluice_[a-z_]+)`");
    private static final Duration PATIENCE = Scenario.PATIENCE;
    private static final int RECORDS = 1000;

    @Test
    void everythingThatIsDocumentedIsServedAndCountsWhatHappened(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.gateway(scenario.kafka());
        Topic topic = scenario.topic(1);
        topic.writeNumbers(RECORDS, 0);
        try (GatewayHttp http = new GatewayHttp(gateway);
                SluiceClient client = scenario.connect(Scenario.address(gateway))) {
            Subscription subscription = client.subscribe(SubscribeRequest.earliest(topic.name()));
            take(subscription, RECORDS);
            awaitMetric(http, "sluice_delivery_records_total", RECORDS);
            awaitMetric(http, "sluice_kafka_read_records_total", RECORDS);

            // Paused, nothing is read of what comes, although operators see it come.
            subscription.pause();
            Await.until("the pause", PATIENCE, subscription::isPaused);
            topic.write(RECORDS, 0, number -> new ProducerRecord<>(topic.name(), 0, null, Topic.number(number)));
            Await.until("the lag to grow", PATIENCE, () -> http.lag() == RECORDS);
            awaitMetric(http, "sluice_kafka_lag", RECORDS);
            assertThat(http.metric("sluice_kafka_read_records_total")).isEqualTo(RECORDS);
            subscription.resume();
            take(subscription, RECORDS);
            awaitMetric(http, "sluice_kafka_read_records_total", 2 * RECORDS);

            try (Publication publication = client.publish(PublishRequest.to(topic.name()))) {
                publication.send(null, Topic.number(1));
                assertThat(publication.awaitConfirmed(PATIENCE)).isTrue();
            }
            awaitMetric(http, "sluice_ingest_records_total", 1);
            assertThat(http.metric("sluice_kafka_transactions_total")).isPositive();
            assertThat(http.metric("sluice_kafka_transactions_within_total")).isPositive();
            assertThat(http.metric("sluice_datagrams_sent_total")).isPositive();
            assertThat(http.metric("sluice_network_sent_bytes_total")).isGreaterThan(RECORDS);
            assertThat(http.metric("sluice_rtt_within_total")).isPositive();
            assertThat(http.metric("sluice_sessions")).isEqualTo(1);
            assertThat(http.metric("sluice_shards")).isEqualTo(Scenario.SHARDS);
            assertThat(http.metric("sluice_kafka_up")).isEqualTo(1);
            assertThat(http.metrics()).contains(documented(scenario));
        }
    }

    private static void take(Subscription subscription, int count) throws Exception {
        for (int taken = 0; taken < count; taken++) {
            assertThat(subscription.poll(PATIENCE)).as("record %d of %d", taken, count).isNotNull();
        }
    }

    /** Figures are a second old at most. */
    private static void awaitMetric(GatewayHttp http, String name, double value) throws Exception {
        Await.until(name + " to be " + value, PATIENCE, () -> http.metric(name) == value);
    }

    private static List<String> documented(Scenario scenario) throws Exception {
        Path page = scenario.installation().root().resolve("docs/operations.md");
        List<String> names = DOCUMENTED.matcher(Files.readString(page)).results().map(found -> found.group(1))
                .toList();
        assertThat(names).hasSizeGreaterThan(20);
        return names;
    }
}
