package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A gateway on Open Liberty in a process of its own. Java is started without Liberty's script, so that the process
 * number is the JVM's and a kill hits the gateway itself. Not thread-safe.
 */
public final class LocalGateway extends LocalServer {
    /**
     * Regions so large that a client's send buffer and what Kafka answers at a time are not humongous to the collector, each of
     * which would begin a collection; pauses that devices do not notice; and objects with small headers (JEP 519), of which
     * a million sessions have several each.
     */
    private static final List<String> MEMORY = List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:G1HeapRegionSize=4m",
            "-XX:MaxGCPauseMillis=50", "-XX:+UseCompactObjectHeaders");

    /** The name of Liberty's server. */
    private static final String SERVER = "sluice";

    private final Installation installation;
    private final GatewaySettings settings;

    /** Describes a gateway; nothing is started. */
    public LocalGateway(Installation installation, GatewaySettings settings) {
        super(new LocalProcess("gateway", settings.folder()));
        this.installation = installation;
        this.settings = settings;
    }

    /** Where it lives and what it is told. */
    public GatewaySettings settings() {
        return settings;
    }

    /** The console's address. */
    public URI console() {
        return URI.create("http://127.0.0.1:" + settings.httpPort() + "/");
    }

    /**
     * Starts it and returns at once. Brings its server up to date with what was built.
     *
     * @throws CliException if it runs already or a port is taken
     */
    @Override
    public void start() throws CliException {
        boolean renewed = false;
        if (pid().isEmpty()) {
            requireFreePorts();
            renewed = prepare();
        }
        process().start(command(renewed), environment());
    }

    /** Fails, saying what to do, if a port is taken. */
    void requireFreePorts() throws CliException {
        Ports.requireFreeUdp(settings.port(), "devices", "--port");
        Ports.requireFreeTcp(settings.port(), "devices without UDP", "--port");
        Ports.requireFreeTcp(settings.httpPort(), "the console", "--http-port");
    }

    /** Returns true if the application is another than before. */
    private boolean prepare() throws CliException {
        Path server = settings.folder().resolve("servers").resolve(SERVER);
        try {
            Files.createDirectories(server.resolve("apps"));
            for (String file : List.of("server.xml", "application.xml")) {
                refresh(installation.serverConfiguration().resolve(file), server.resolve(file));
            }
            return refresh(installation.ear(), server.resolve("apps").resolve("sluice.ear"));
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "the gateway's folder " + settings.folder() + " cannot be prepared: " + e.getMessage(),
                    "Check that it can be written to and the disk is not full.", e);
        }
    }

    /** Copies only what changed: Liberty keeps what it unpacked and scanned of an unchanged application. */
    private static boolean refresh(Path from, Path to) throws IOException {
        FileTime built = Files.getLastModifiedTime(from);
        if (!Files.exists(to) || !Files.getLastModifiedTime(to).equals(built) || Files.size(to) != Files.size(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            return true;
        }
        return false;
    }

    private List<String> command(boolean renewed) throws CliException {
        Path tools = installation.liberty().resolve("bin/tools");
        List<String> command = new ArrayList<>();
        command.add(installation.java().toString());
        command.addAll(libertyOptions());
        command.addAll(MEMORY);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true",
                "-Djdk.attach.allowAttachSelf=true", "-javaagent:" + tools.resolve("ws-javaagent.jar"), "-jar",
                tools.resolve("ws-server.jar").toString(), SERVER));
        if (renewed) {
            // Liberty tells libraries inside an EAR apart by their date, which a reproducible build fixes.
            command.add("--clean");
        }
        return command;
    }

    /** The module openings that Liberty's own script would give to a Java of this age. */
    private List<String> libertyOptions() throws CliException {
        Path file = installation.liberty().resolve("lib/platform/java/java24.options");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "Open Liberty is not complete: " + file + " cannot be read",
                    "Run ./mvnw clean package -DskipTests.", e);
        }
    }

    private Map<String, String> environment() {
        Path folder = settings.folder().toAbsolutePath();
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.put("WLP_USER_DIR", folder.toString());
        environment.put("WLP_OUTPUT_DIR", folder.resolve("servers").toString());
        environment.put("SLUICE_CRSP_PORT", Integer.toString(settings.port()));
        environment.put("SLUICE_HTTP_PORT", Integer.toString(settings.httpPort()));
        environment.put("SLUICE_KAFKA_BOOTSTRAP_SERVERS", settings.kafka());
        return environment;
    }

    /**
     * Waits until it takes devices.
     *
     * @throws CliException if it ends before, or {@code patience} runs out; it then says what is missing
     */
    @Override
    public void awaitReady(Duration patience, Waiting waiting) throws CliException, InterruptedException {
        try (HealthProbe probe = new HealthProbe(settings.httpPort())) {
            process().awaitReady(probe::missing, patience, waiting);
        }
    }

    @Override
    public Optional<String> missing() throws InterruptedException {
        try (HealthProbe probe = new HealthProbe(settings.httpPort())) {
            return probe.missing();
        }
    }
}
