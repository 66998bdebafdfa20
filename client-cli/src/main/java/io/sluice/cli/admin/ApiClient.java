package io.sluice.cli.admin;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** The REST API of one gateway. Refusals become {@link CliException}s with what the gateway said. */
final class ApiClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BASE = "api/v1/";

    private final URI console;
    private final String authorization;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * @param console the gateway's root, ending with a slash
     */
    ApiClient(URI console, String user, String password) {
        this.console = console;
        this.authorization = "Basic " + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for a resource under {@code /api/v1/}; parameters with empty values are left out. */
    JsonObject get(String resource, Map<String, String> parameters) throws CliException, InterruptedException {
        String query = parameters.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return follow("/" + BASE + resource + (query.isEmpty() ? "" : "?" + query));
    }

    /** Asks for what an answer named, such as its {@code next}. */
    JsonObject follow(String path) throws CliException, InterruptedException {
        return send(HttpRequest.newBuilder(console.resolve(path)).GET());
    }

    /** Asks for something to be done. */
    JsonObject post(String resource, JsonObject body) throws CliException, InterruptedException {
        return send(HttpRequest.newBuilder(console.resolve("/" + BASE + resource))
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString())));
    }

    /** Asks for something to be so from now on. */
    JsonObject put(String resource, JsonObject body) throws CliException, InterruptedException {
        return send(HttpRequest.newBuilder(console.resolve("/" + BASE + resource))
                .header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body.toString())));
    }

    /** Asks for something to be removed. */
    JsonObject delete(String resource) throws CliException, InterruptedException {
        return send(HttpRequest.newBuilder(console.resolve("/" + BASE + resource)).DELETE());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonObject send(HttpRequest.Builder request) throws CliException, InterruptedException {
        HttpResponse<String> answer;
        try {
            answer = http.send(request.timeout(PATIENCE).header("Authorization", authorization)
                    .header("Accept", "application/json").build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CliException(ExitCode.UNREACHABLE, "the API at " + console + " does not answer",
                    "Check that the gateway runs (sluice status) and the address.", e);
        }
        JsonObject body = parse(answer);
        if (answer.statusCode() / 100 == 2) {
            return body;
        }
        throw new CliException(exitCode(answer.statusCode()), body.getString("code", "refused") + ": "
                + body.getString("title", "the gateway refuses"), body.getString("detail", ""));
    }

    private JsonObject parse(HttpResponse<String> answer) throws CliException {
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException e) {
            throw new CliException(ExitCode.UNREACHABLE,
                    "what answers at " + console + " with " + answer.statusCode() + " is no gateway of Sluice",
                    "Check the address.", e);
        }
    }

    private static int exitCode(int status) {
        return switch (status) {
            case 401, 403 -> ExitCode.REJECTED;
            case 409, 412 -> ExitCode.NOT_FOLLOWED;
            case 503 -> ExitCode.UNREACHABLE;
            default -> status / 100 == 4 ? ExitCode.USAGE : ExitCode.FAILURE;
        };
    }

    @Override
    public void close() {
        http.close();
    }
}
