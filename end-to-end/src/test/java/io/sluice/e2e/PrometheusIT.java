package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.local.LocalGateway;
import io.sluice.crsp.client.Publication;
import io.sluice.crsp.client.PublishRequest;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.e2e.scenario.Await;
import io.sluice.e2e.scenario.Prometheus;
import io.sluice.e2e.scenario.Scenario;
import io.sluice.e2e.scenario.Scenarios;
import io.sluice.e2e.scenario.Topic;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The dashboard that is shipped, asked of a real Prometheus that scrapes a real gateway. */
@ExtendWith(Scenarios.class)
class PrometheusIT {

    @Test
    void everyQueryOfTheDashboardReturnsData(Scenario scenario) throws Exception {
        LocalGateway gateway = scenario.sharedGateway();
        Prometheus prometheus = scenario.prometheus(gateway);
        List<String> queries = queries(scenario.installation().root().resolve("docker/grafana/dashboards/sluice.json"));
        assertThat(queries).hasSizeGreaterThan(40);

        AtomicBoolean done = new AtomicBoolean();
        Future<?> traffic = scenario.start(() -> traffic(scenario, gateway, done));
        for (String query : queries) {
            Await.until("data for " + query, Scenario.PATIENCE, () -> {
                if (traffic.isDone()) {
                    traffic.get();
                }
                List<Double> values = prometheus.query(query);
                return !values.isEmpty() && values.stream().allMatch(Double::isFinite);
            });
        }
        done.set(true);
        traffic.get();
    }

    /** Messages there and back, so that there is something to see. */
    private static boolean traffic(Scenario scenario, LocalGateway gateway, AtomicBoolean done) throws Exception {
        Topic topic = scenario.topic(1);
        try (SluiceClient client = scenario.connect(Scenario.address(gateway));
                Subscription subscription = client.subscribe(SubscribeRequest.earliest(topic.name()));
                Publication publication = client.publish(PublishRequest.to(topic.name()))) {
            for (long number = 1; !done.get(); number++) {
                publication.send(null, Topic.number(number));
                assertThat(subscription.poll(Scenario.PATIENCE)).isNotNull();
            }
            assertThat(publication.awaitConfirmed(Scenario.PATIENCE)).isTrue();
        }
        return true;
    }

    /** All that panels ask for, as Grafana would fill them in for all gateways. */
    private static List<String> queries(Path dashboard) throws Exception {
        try (Reader file = Files.newBufferedReader(dashboard); JsonReader reader = Json.createReader(file)) {
            JsonArray panels = reader.readObject().getJsonArray("panels");
            return panels.stream().map(JsonValue::asJsonObject).flatMap(PrometheusIT::targets)
                    .map(target -> target.getString("expr").replace("$__rate_interval", "10s").replace("$gateway",
                            ".*"))
                    .distinct().toList();
        }
    }

    private static Stream<JsonObject> targets(JsonObject panel) {
        return panel.containsKey("targets")
                ? panel.getJsonArray("targets").stream().map(JsonValue::asJsonObject)
                : Stream.empty();
    }
}
