package io.sluice.e2e.scenario;

import io.sluice.cli.local.Installation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Prometheus that scrapes a gateway by the configuration of docker/, every second. */
public final class Prometheus implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = FreePorts.tcp();
    private final CliProcess process;

    private Prometheus(Installation installation, Path folder, String target) throws IOException {
        Files.createDirectories(folder);
        String shipped = Files.readString(installation.root().resolve("docker/prometheus/prometheus.yml"));
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), shipped
                .replaceAll("targets: \\[.*]", "targets: [\"" + target + "\"]")
                .replaceAll("scrape_interval: .*", "scrape_interval: 1s"));
        process = CliProcess.start(List.of(program(installation).toString(), "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port),
                folder, "prometheus");
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param target host and port of the gateway's metrics
     */
    static Prometheus start(Installation installation, Path folder, String target) throws Exception {
        Prometheus started = new Prometheus(installation, folder, target);
        Await.until("Prometheus to be ready", Scenario.PATIENCE, started::isReady);
        return started;
    }

    private static Path program(Installation installation) {
        Stream<Path> folders = Stream.concat(
                Stream.of(installation.root().resolve(".sluice/tools/prometheus/usr/bin")),
                Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of));
        return folders.map(folder -> folder.resolve("prometheus")).filter(Files::isExecutable).findFirst()
                .orElseThrow(() -> new AssertionError("Prometheus is not installed: ./sluice test does that on Debian;"
                        + " elsewhere put the program on the PATH"));
    }

    private boolean isReady() throws IOException, InterruptedException {
        if (!process.isRunning()) {
            throw new AssertionError("Prometheus has ended: " + process.err());
        }
        try {
            return get("-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    Path log() {
        return process.errFile();
    }

    /** The values that a query has now, one of each series. */
    public List<Double> query(String expression) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(
                "api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new AssertionError("Prometheus refuses " + expression + ": " + answer.body());
        }
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject().getJsonObject("data").getJsonArray("result").stream()
                    .map(JsonValue::asJsonObject).map(Prometheus::value).toList();
        }
    }

    private static double value(JsonObject series) {
        return switch (series.getJsonArray("value").getString(1)) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String number -> Double.parseDouble(number);
        };
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(Scenario.PATIENCE).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
