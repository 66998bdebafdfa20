package io.sluice.cli.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a gateway's readiness, and puts what is missing into words. */
final class HealthProbe implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Pattern DOWN = Pattern.compile("\"([a-z-]+)\"\\s*:\\s*\"down\"");

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final HttpRequest request;

    HealthProbe(int httpPort) {
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/health/ready"))
                .timeout(PATIENCE).build();
    }

    /** Empty once the gateway says it is ready. */
    Optional<String> missing() throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            return switch (answer.statusCode()) {
                case 200 -> Optional.empty();
                case 503 -> Optional.of(describe(answer.body()));
                default -> Optional.of("the gateway's health answers " + answer.statusCode());
            };
        } catch (IOException e) {
            return Optional.of("the server is starting");
        }
    }

    /** The probes that are down, each with its error, such as {@code kafka (no answer from localhost:9092)}. */
    static String describe(String body) {
        StringJoiner parts = new StringJoiner(", ");
        Matcher down = DOWN.matcher(body);
        while (down.find()) {
            String name = down.group(1);
            parts.add(name + detail(body, name + ".error").map(error -> " (" + error + ")").orElse(""));
        }
        return parts.length() == 0 ? "the application is starting" : "not ready: " + parts;
    }

    private static Optional<String> detail(String body, String key) {
        Matcher value = Pattern.compile("\"" + Pattern.quote(key) + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"")
                .matcher(body);
        return value.find() ? Optional.of(value.group(1).replaceAll("\\\\(.)", "$1")) : Optional.empty();
    }

    @Override
    public void close() {
        http.close();
    }
}
