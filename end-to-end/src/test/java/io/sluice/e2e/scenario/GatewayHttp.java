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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        Matcher lags = LAG.matcher(get("api/v1/sessions"));
        return lags.results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    }

    /**
     * Asks the API as a user, all of whom have the same password here.
     *
     * @param path under {@code /api/v1/}
     * @param body JSON, sent by POST; nothing is sent and GET used if it is empty
     * @param headers names and values in turn
     */
    public HttpResponse<String> api(String user, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.console().resolve("/api/v1/" + path))
                .timeout(PATIENCE).header("Authorization", credentials(user));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What the API says of itself, in YAML. */
    public String openApi() throws IOException, InterruptedException {
        return get("openapi");
    }

    /**
     * Asks the API for something with another method, as {@link #api}.
     *
     * @param body JSON; nothing is sent if it is empty
     */
    public HttpResponse<String> send(String user, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.console().resolve("/api/v1/" + path)).timeout(PATIENCE)
                .header("Authorization", credentials(user)).header("Content-Type", "application/json")
                .method(method, body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The lines of the first server-sent event of a resource under {@code /api/v1/}. */
    public String firstEvent(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.console().resolve("/api/v1/" + path)).timeout(PATIENCE)
                .header("Authorization", credentials("viewer")).header("Accept", "text/event-stream").build();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            return lines.dropWhile(String::isEmpty).takeWhile(line -> !line.isEmpty())
                    .collect(Collectors.joining("\n"));
        }
    }

    /** The password of admin, operator and viewer. */
    public String password() {
        return String.valueOf(gateway.settings().environment().get("SLUICE_ADMIN_PASSWORD"));
    }

    private String credentials(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(
                (user + ":" + password()).getBytes(StandardCharsets.UTF_8));
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.console() + path)).timeout(PATIENCE)
                .header("Authorization", credentials("admin")).build();
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
