package io.sluice.e2e.scenario;

import io.sluice.cli.local.LocalGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway says over HTTP: to Prometheus and to operators. */
public final class GatewayHttp implements AutoCloseable {
    private static final Duration PATIENCE = Scenario.PATIENCE;
    private static final Pattern LAG = Pattern.compile("\"lag\":(\\d+)");

    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalGateway gateway;

    public GatewayHttp(LocalGateway gateway) {
        this.gateway = gateway;
    }

    /** All metrics in Prometheus' text format. */
    public String metrics() throws IOException, InterruptedException {
        return get("metrics");
    }

    /** The sum of a metric over all its tags, 0 if it is not there. */
    public double metric(String name) throws IOException, InterruptedException {
        Pattern line = Pattern.compile("^" + Pattern.quote(name) + "\\{[^}]*} (\\S+)$", Pattern.MULTILINE);
        return line.matcher(metrics()).results().mapToDouble(found -> Double.parseDouble(found.group(1))).sum();
    }

    /** The lag of all streams of all sessions, as operators see it. */
    public long lag() throws IOException, InterruptedException {
        Matcher lags = LAG.matcher(get("api/sessions"));
        return lags.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    }

    private String get(String path) throws IOException, InterruptedException {
        String password = gateway.settings().environment().get("SLUICE_ADMIN_PASSWORD");
        String credentials = Base64.getEncoder().encodeToString(
                ("admin:" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.console() + path)).timeout(PATIENCE)
                .header("Authorization", "Basic " + credentials).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + " answers " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        client.close();
    }
}
