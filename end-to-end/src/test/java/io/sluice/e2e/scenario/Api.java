package io.sluice.e2e.scenario;

import io.sluice.cli.local.LocalGateway;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A program that uses a gateway's REST API, as the administrator or another user. */
public final class Api implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final LocalGateway gateway;
    private final String user;

    private Api(LocalGateway gateway, String user) {
        this.gateway = gateway;
        this.user = user;
    }

    public static Api of(LocalGateway gateway) {
        return new Api(gateway, "admin");
    }

    /** The same for another user; in local installations all have one password. */
    public Api as(String other) {
        return new Api(gateway, other);
    }

    /** A parameter's value as addresses have it. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The value of the header by which the user is known. */
    public String authorization() {
        String pair = user + ":" + gateway.settings().environment().get("SLUICE_ADMIN_PASSWORD");
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** Where something of the API is. */
    public URI uri(String path) {
        return URI.create(gateway.console() + "api/v1/" + path);
    }

    public HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    public HttpResponse<byte[]> delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    public HttpResponse<byte[]> put(String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
    }

    public HttpResponse<byte[]> post(String path, String json) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    public HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Scenario.PATIENCE)
                .header("Authorization", authorization()).method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** The body of an answer. */
    public static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
