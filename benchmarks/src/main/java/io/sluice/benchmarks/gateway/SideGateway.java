package io.sluice.benchmarks.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.local.GatewaySettings;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.PortPlan;
import io.sluice.cli.local.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A second gateway on the run's Kafka, with sessions of its own. What it unpacked is kept, so that it starts as usual. */
final class SideGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(80);
    private static final Pattern COUNT = Pattern.compile("\"total\"\\s*:\\s*(\\d+)");
    private static final List<String> FOLDERS = List.of("gateway-restore", "gateway-start");

    private final LocalGateway gateway;
    private final String credentials;

    /**
     * Starts it and returns at once.
     *
     * @param cluster name of its sessions
     */
    static SideGateway restoring(Bed bed, String cluster) throws CliException {
        return new SideGateway(bed, FOLDERS.getFirst(), cluster);
    }

    /** Likewise, with no session. */
    static SideGateway starting(Bed bed) throws CliException {
        return new SideGateway(bed, FOLDERS.getLast(), "bench-start");
    }

    private SideGateway(Bed bed, String folder, String cluster) throws CliException {
        PortPlan ports = new PortPlan();
        int port = ports.device(null);
        Map<String, String> environment = new HashMap<>(bed.home().gatewaySecrets());
        environment.put("SLUICE_CRSP_PLAIN", "false");
        environment.put("SLUICE_GATEWAY_ID", folder);
        environment.put("SLUICE_CLUSTER_NAME", cluster);
        environment.put("SLUICE_CRSP_ADVERTISED", "127.0.0.1:" + port);
        gateway = new LocalGateway(Installation.find(), new GatewaySettings(bed.home().folder().resolve(folder), port,
                ports.http(null), bed.kafka(), environment));
        credentials = "Basic " + Base64.getEncoder().encodeToString(
                ("admin:" + bed.home().adminPassword()).getBytes(StandardCharsets.UTF_8));
        gateway.start();
    }

    /** Where devices connect. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.settings().port());
    }

    void awaitReady() throws CliException, InterruptedException {
        gateway.awaitReady(PATIENCE, Waiting.SILENT);
    }

    /** The sessions that it has. */
    long sessions() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(gateway.console()
                    .resolve(URI.create("api/v1/sessions?limit=1"))).header("Authorization", credentials).build(),
                    BodyHandlers.ofString());
            Matcher count = COUNT.matcher(answer.body());
            if (answer.statusCode() != 200 || !count.find()) {
                throw new IOException("the sessions cannot be counted: " + answer.statusCode() + " " + answer.body());
            }
            return Long.parseLong(count.group(1));
        }
    }

    JvmProbe probe() throws CliException, IOException {
        return new JvmProbe(gateway.pid().orElseThrow(() -> new IOException("the gateway has ended; its log: "
                + gateway.log())));
    }

    /** Stops it as an operator would. */
    @Override
    public void close() throws CliException {
        try {
            gateway.stop();
        } catch (InterruptedException e) {
            // The run ends it.
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what a trial that was ended itself has left. */
    static void killAll(Installation installation, Path home) throws CliException, InterruptedException {
        for (String folder : FOLDERS) {
            new LocalGateway(installation, new GatewaySettings(home.resolve(folder), 0, 0, "", Map.of())).kill();
        }
    }
}
