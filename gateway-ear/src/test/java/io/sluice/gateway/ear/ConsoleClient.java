package io.sluice.gateway.ear;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** A browser or program that talks to the deployed console; keeps cookies, follows no redirect. */
final class ConsoleClient {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final URI root = URI.create("http://127.0.0.1:" + System.getProperty("sluice.http.port"));
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager())
            .connectTimeout(PATIENCE).build();

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> getAs(String user, String password, String path) throws IOException, InterruptedException {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return get(path, "Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded").POST(BodyPublishers.ofString(form))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
