package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** Gateways with their Kafka, started and stopped together. Not thread-safe. */
public final class LocalInstance {
    private static final Duration PATIENCE_TO_START = Duration.ofMinutes(3);
    private static final String ADVERTISED = "SLUICE_CRSP_ADVERTISED";

    private final InstanceSettings settings;
    private final List<LocalBroker> brokers = new ArrayList<>();
    private final List<LocalGateway> gateways = new ArrayList<>();

    /** Describes an instance; nothing is started. */
    public LocalInstance(Installation installation, InstanceSettings settings) throws CliException {
        this(installation, settings, number -> Map.of());
    }

    /**
     * Describes an instance; nothing is started.
     *
     * @param more what a gateway is told besides, by its number, by the names of environment variables
     */
    public LocalInstance(Installation installation, InstanceSettings settings, IntFunction<Map<String, String>> more)
            throws CliException {
        this.settings = settings;
        for (int node = 1; node <= settings.brokers(); node++) {
            brokers.add(new LocalBroker(installation, settings.broker(node)));
        }
        for (int number = 1; number <= settings.gateways(); number++) {
            Map<String, String> environment = environment(settings, number);
            environment.putAll(more.apply(number));
            gateways.add(new LocalGateway(installation, new GatewaySettings(settings.home().gateway(number),
                    settings.port(number), settings.httpPort(number), settings.kafka(), environment)));
        }
    }

    private static Map<String, String> environment(InstanceSettings settings, int gateway) throws CliException {
        Map<String, String> environment = new HashMap<>(settings.home().gatewaySecrets());
        environment.put("SLUICE_CRSP_PLAIN", Boolean.toString(settings.plain()));
        if (settings.externalKafka().isEmpty()) {
            // With a Kafka of the user's own there may be gateways elsewhere that count from 1, too.
            environment.put("SLUICE_GATEWAY_ID", "gateway-" + gateway);
        }
        if (settings.gateways() > 1 || System.getenv(ADVERTISED) == null) {
            environment.put(ADVERTISED, "127.0.0.1:" + settings.port(gateway));
        }
        return environment;
    }

    /** What it is made of. */
    public InstanceSettings settings() {
        return settings;
    }

    /** The nodes of its local Kafka, in the order of their numbers; not started when the user's own is used. */
    public List<LocalBroker> brokers() {
        return List.copyOf(brokers);
    }

    /** Its gateways, in the order of their numbers. */
    public List<LocalGateway> gateways() {
        return List.copyOf(gateways);
    }

    /** The first node of its local Kafka, mostly the only one. */
    public LocalBroker broker() {
        return brokers.getFirst();
    }

    /** Its first gateway, mostly the only one. */
    public LocalGateway gateway() {
        return gateways.getFirst();
    }

    /** Its local Kafka's nodes that are its own to start. */
    private List<LocalBroker> ownBrokers() {
        return settings.externalKafka().isPresent() ? List.of() : brokers;
    }

    /** Whether any of its gateways or Kafka nodes runs. */
    public boolean running() throws CliException {
        return !running(gateways).isEmpty() || !running(brokers).isEmpty();
    }

    private static <T extends LocalServer> List<T> running(List<T> servers) throws CliException {
        List<T> found = new ArrayList<>();
        for (T server : servers) {
            if (server.pid().isPresent()) {
                found.add(server);
            }
        }
        return found;
    }

    private static <T extends LocalServer> List<T> stopped(List<T> servers) throws CliException {
        List<T> found = new ArrayList<>(servers);
        found.removeAll(running(servers));
        return found;
    }

    /**
     * Starts what does not run yet, all at once, and waits until all is ready.
     *
     * @return whether anything was started
     * @throws CliException saying what is missing, if a port is taken, Kafka cannot be reached, it runs with other
     *     settings, or time runs out
     */
    public boolean up(Waiting waiting) throws CliException, InterruptedException {
        if (running()) {
            requireSameSettings(InstanceSettings.load(settings.home()));
        }
        requireSameNodes();
        List<LocalBroker> newBrokers = stopped(ownBrokers());
        List<LocalGateway> newGateways = stopped(gateways);
        if (settings.externalKafka().isPresent() && !newGateways.isEmpty()) {
            requireKafka(settings.kafka());
        }
        // All before any, so that nothing is left half started.
        for (LocalBroker broker : newBrokers) {
            broker.requireFreePorts();
        }
        for (LocalGateway gateway : newGateways) {
            gateway.requireFreePorts();
        }
        settings.save();
        InParallel.forEach(newBrokers, LocalBroker::start);
        for (LocalGateway gateway : newGateways) {
            gateway.start();
        }
        for (LocalBroker broker : ownBrokers()) {
            broker.awaitReady(PATIENCE_TO_START, waiting);
        }
        for (LocalGateway gateway : gateways) {
            gateway.awaitReady(PATIENCE_TO_START, waiting);
        }
        return !newBrokers.isEmpty() || !newGateways.isEmpty();
    }

    /** More gateways may join while it runs; nothing else may differ. */
    private void requireSameSettings(InstanceSettings running) throws CliException {
        if (settings.gateways() < running.gateways()
                || !settings.equals(running.of(settings.gateways(), running.brokers()))) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "it runs already, with other settings: port " + running.port() + ", http port " + running.httpPort()
                            + ", Kafka " + running.kafka() + ", gateways " + running.gateways(),
                    "Stop it first with sluice down, or give the new one a folder of its own with --home.");
        }
    }

    /** A cluster whose nodes were made for another number of nodes could forget what it has. */
    private void requireSameNodes() throws CliException {
        int before = InstanceSettings.brokersKept(settings.home()).orElse(settings.brokers());
        if (settings.externalKafka().isEmpty() && before != settings.brokers()) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "the Kafka in " + settings.home().folder() + " was made with " + before + " node"
                            + (before == 1 ? "" : "s") + " and keeps that number",
                    "Use --brokers " + before + ", or give the new one a folder of its own with --home.");
        }
    }

    private static void requireKafka(String bootstrapServers) throws CliException, InterruptedException {
        try (KafkaProbe probe = new KafkaProbe(bootstrapServers)) {
            Optional<String> missing = probe.missing();
            if (missing.isPresent()) {
                throw new CliException(ExitCode.UNREACHABLE, missing.get(),
                        "Check that it runs and that its advertised listeners can be reached from here.");
            }
        }
    }

    /**
     * Stops everything, the gateways first.
     *
     * @return whether anything ran
     */
    public boolean down() throws CliException, InterruptedException {
        List<LocalServer> ran = new ArrayList<>(running(gateways));
        ran.addAll(running(brokers));
        InParallel.forEach(running(gateways), LocalServer::stop);
        InParallel.forEach(running(brokers), LocalServer::stop);
        return !ran.isEmpty();
    }

    /**
     * Stops these and starts them again, one after the other: each is ready before the next one stops.
     *
     * @param servers of this instance
     * @throws CliException if one does not stop, or is not ready in three minutes
     */
    public void restart(List<? extends LocalServer> servers, Waiting waiting)
            throws CliException, InterruptedException {
        restart(servers, PATIENCE_TO_START, waiting);
    }

    /**
     * Stops these and starts them again, one after the other: each is ready before the next one stops.
     *
     * @param servers of this instance
     * @param patience how long each may take to be ready
     * @throws CliException if one does not stop, or is not ready in time
     */
    public void restart(List<? extends LocalServer> servers, Duration patience, Waiting waiting)
            throws CliException, InterruptedException {
        for (LocalServer server : servers) {
            server.stop();
            server.start();
            server.awaitReady(patience, waiting);
        }
    }

    /** Ends what runs on the spot (SIGKILL), frozen or not; for ends that must not take long. */
    public void kill() throws CliException, InterruptedException {
        for (LocalServer gateway : gateways) {
            gateway.kill();
        }
        for (LocalServer broker : brokers) {
            broker.kill();
        }
    }
}
