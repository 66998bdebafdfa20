package io.sluice.e2e.scenario;

import io.sluice.cli.CliException;
import io.sluice.cli.local.BrokerSettings;
import io.sluice.cli.local.GatewaySettings;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.LocalBroker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LogFollower;
import io.sluice.cli.local.Waiting;
import io.sluice.crsp.client.ClientListener;
import io.sluice.crsp.client.ClientOptions;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import io.sluice.crsp.simulator.LinkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** One test's processes, topics, links and clients. All that was made here ends with the test. Safe for threads. */
public final class Scenario {
    /**
     * How long anything may take on a busy machine, the wait for a turn to start a process included. What works takes
     * seconds; only what hangs takes this long.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(6);

    /** Shards of each cluster: few, because every test makes its own. */
    public static final int SHARDS = 6;

    /** What Java's launcher adds to its options. */
    static final String JAVA_OPTIONS = "JDK_JAVA_OPTIONS";

    /**
     * A gateway compiled by the quick compiler only starts with half the work, which is most of what is done with one that
     * is soon killed. Figures are taken with {@code -Dsluice.e2e.figures=true}; the gateway that all share has both compilers.
     */
    static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    private static final int LOG_TAIL_LINES = 40;
    private static final AtomicInteger CLUSTERS = new AtomicInteger();
    private static final Semaphore STARTS = new Semaphore(
            Runtime.getRuntime().availableProcessors(), true);

    private final SharedProcesses shared;
    private final String name;
    private final Path folder;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<String, Path> logs = new LinkedHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    Scenario(SharedProcesses shared, String name) {
        this.shared = shared;
        this.name = name;
        this.folder = shared.home().folder().resolve(name);
    }

    // Processes.

    /** Bootstrap servers of the Kafka that all tests share. */
    public String kafka() throws Exception {
        LocalBroker broker = shared.broker();
        log("shared Kafka", broker.log());
        return broker.settings().bootstrapServers();
    }

    /** The gateway that all tests share: not to be killed. */
    public LocalGateway sharedGateway() throws Exception {
        LocalGateway gateway = shared.gateway();
        log("shared gateway", gateway.log());
        return gateway;
    }

    /** A broker of this test's own, not started yet. */
    public LocalBroker newBroker() {
        Path home = folder.resolve("kafka-" + count.incrementAndGet());
        LocalBroker broker = own(shared.endWithTests(
                new LocalBroker(shared.installation(), new BrokerSettings(home, FreePorts.tcpPair()))));
        log(home.getFileName().toString(), broker.log());
        return broker;
    }

    /** A broker of this test's own, ready. */
    public LocalBroker broker() throws Exception {
        LocalBroker broker = newBroker();
        restart(broker);
        return broker;
    }

    /** A gateway of this test's own and in a cluster of its own, not started yet. */
    public LocalGateway newGateway(String kafka) throws CliException {
        return newGateway(kafka, "test-" + CLUSTERS.incrementAndGet());
    }

    /** Gateways of one cluster, all ready. */
    public List<LocalGateway> cluster(String kafka, int gateways) throws Exception {
        String cluster = "test-" + CLUSTERS.incrementAndGet();
        List<LocalGateway> all = new ArrayList<>();
        for (int i = 0; i < gateways; i++) {
            LocalGateway gateway = newGateway(kafka, cluster);
            restart(gateway);
            all.add(gateway);
        }
        return all;
    }

    /**
     * Two gateways at the Kafka that all tests share, which have divided the shards: no session moves from one to the other
     * by itself any more.
     */
    public List<LocalGateway> settledCluster() throws Exception {
        List<LocalGateway> gateways = cluster(kafka(), 2);
        for (LocalGateway each : gateways) {
            try (GatewayHttp http = new GatewayHttp(each)) {
                Await.until("its share of the shards", PATIENCE,
                        () -> gateways.size() * http.metric("sluice_shards") == SHARDS);
            }
        }
        return gateways;
    }

    /** A gateway of this test's own and in a cluster of its own with more settings, ready. */
    public LocalGateway gateway(String kafka, Map<String, String> environment) throws Exception {
        LocalGateway gateway = newGateway(kafka, "test-" + CLUSTERS.incrementAndGet(), environment);
        restart(gateway);
        return gateway;
    }

    private LocalGateway newGateway(String kafka, String cluster) throws CliException {
        return newGateway(kafka, cluster, Map.of());
    }

    private LocalGateway newGateway(String kafka, String cluster, Map<String, String> more) throws CliException {
        Path home = shared.takeGatewayFolder();
        own(() -> shared.giveBack(home));
        GatewaySettings settings = settings(shared.home(), home, kafka, cluster);
        Map<String, String> environment = new HashMap<>(settings.environment());
        if (!Boolean.getBoolean("sluice.e2e.figures")) {
            environment.put(JAVA_OPTIONS, QUICK_START);
        }
        environment.putAll(more);
        LocalGateway gateway = own(shared.endWithTests(new LocalGateway(shared.installation(), new GatewaySettings(
                home, settings.port(), settings.httpPort(), kafka, environment))));
        log(home.getFileName().toString(), gateway.log());
        return gateway;
    }

    /** A gateway of this test's own, ready. */
    public LocalGateway gateway(String kafka) throws Exception {
        LocalGateway gateway = newGateway(kafka);
        restart(gateway);
        return gateway;
    }

    static GatewaySettings settings(LocalHome home, Path folder, String kafka, String cluster) throws CliException {
        Map<String, String> environment = new HashMap<>(home.gatewaySecrets());
        // For the example in Python; every other client of the tests is encrypted.
        environment.put("SLUICE_CRSP_PLAIN", "true");
        environment.put("SLUICE_CLUSTER_NAME", cluster);
        environment.put("SLUICE_SESSIONS_PARTITIONS", Integer.toString(SHARDS));
        int port = FreePorts.udp();
        environment.put("SLUICE_CRSP_ADVERTISED", "127.0.0.1:" + port);
        return new GatewaySettings(folder, port, FreePorts.tcp(), kafka, environment);
    }

    /** Starts it and waits until it is ready. */
    public static void restart(LocalGateway gateway) throws Exception {
        inTurn(() -> {
            gateway.start();
            gateway.awaitReady(PATIENCE, Waiting.SILENT);
        });
    }

    /** Starts it and waits until it is ready. Not in turn: it takes seconds, and whoever lacks a Kafka waits for it. */
    public static void restart(LocalBroker broker) throws Exception {
        broker.start();
        broker.awaitReady(PATIENCE, Waiting.SILENT);
    }

    /** As one that scenarios of every kind use. */
    public static GatewayServer server(LocalGateway gateway) {
        return new GatewayProcess(gateway);
    }

    /** As one that scenarios of every kind use. */
    public static Server server(LocalBroker broker) {
        return new BrokerProcess(broker);
    }

    /** Kafka and gateways in containers, shared by all tests that ask for them. */
    public ContainerCluster containers() throws Exception {
        ContainerCluster containers = shared.containers();
        containers.logs().forEach(this::log);
        return containers;
    }

    /** Of the certificate that all gateways of the tests have: SHA-256, as {@code keytool} writes it. */
    public String certificateFingerprint() throws CliException {
        return shared.home().certificate().fingerprint();
    }

    /** Starts keep processors busy: few at a time are each quick, many at a time all slow. */
    static void inTurn(Start start) throws Exception {
        STARTS.acquire();
        try {
            start.run();
        } finally {
            STARTS.release();
        }
    }

    /** A start of a process, until it is ready. */
    @FunctionalInterface
    interface Start {
        void run() throws Exception;
    }

    /** The command line's jar as a process. */
    public CliProcess cli(String... arguments) throws IOException {
        String run = "cli-" + count.incrementAndGet();
        CliProcess process = own(CliProcess.start(shared.installation(), folder, run, arguments));
        log(run, process.errFile());
        return process;
    }

    /** The client in docs/examples/python as a process. */
    public CliProcess python(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(PythonExample.client(shared.installation().root()));
        command.addAll(List.of(arguments));
        String run = "python-" + count.incrementAndGet();
        CliProcess process = own(CliProcess.start(command, folder, run));
        log(run, process.errFile());
        return process;
    }

    /** A Prometheus that watches a gateway. */
    public Prometheus prometheus(LocalGateway gateway) throws Exception {
        Path home = folder.resolve("prometheus-" + count.incrementAndGet());
        Prometheus prometheus = own(Prometheus.start(
                shared.installation(), home, "127.0.0.1:" + gateway.settings().httpPort()));
        log(home.getFileName().toString(), prometheus.log());
        return prometheus;
    }

    /** What the build made. */
    public Installation installation() {
        return shared.installation();
    }

    // Kafka.

    /** A new topic in the Kafka that all tests share. */
    public Topic topic(int partitions) throws Exception {
        return topic(kafka(), partitions);
    }

    /** A new topic with a name that people are to read, in the Kafka that all tests share. */
    public Topic topicNamed(String wanted, int partitions) throws Exception {
        return Topic.create(kafka(), wanted, partitions);
    }

    /** A new topic in this Kafka. */
    public Topic topic(String kafka, int partitions) throws Exception {
        return Topic.create(kafka, name + "-" + count.incrementAndGet(), partitions);
    }

    // The network.

    /** Where clients find a gateway. */
    public static InetSocketAddress address(LocalGateway gateway) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.settings().port());
    }

    /** A network like this between clients and a gateway. */
    public UdpRelay relay(LocalGateway gateway, LinkSettings link) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return own(UdpRelay.start(
                RelaySettings.builder(anyPort, address(gateway)).both(link).seed(name.hashCode()).build()));
    }

    // Clients.

    /** Opens a session. */
    public SluiceClient connect(InetSocketAddress... gateways) throws Exception {
        return connect(ClientListener.NONE, gateways);
    }

    /** Opens a session of a client with a name that people are to read, which outlives its connection by hours. */
    public SluiceClient connectAs(String client, InetSocketAddress gateway) throws Exception {
        return own(SluiceClient.connect(ClientOptions.builder().name(client).trust(shared.trust())
                .reconnectWindow(Duration.ofHours(1)).gateway(gateway).build()));
    }

    /** Opens a session and tells how it fares. */
    public SluiceClient connect(ClientListener listener, InetSocketAddress... gateways) throws Exception {
        ClientOptions.Builder options = ClientOptions.builder().name(name).trust(shared.trust()).listener(listener);
        List.of(gateways).forEach(options::gateway);
        return own(SluiceClient.connect(options.build()));
    }

    /** Receives the numbers from 1 to {@code count} of a topic, from its beginning, on a session of its own. */
    public Receiver receive(Topic topic, long count, InetSocketAddress... gateways) throws Exception {
        return receive(connect(gateways), topic, count);
    }

    /** As the other, on this session. */
    public Receiver receive(SluiceClient client, Topic topic, long count) throws Exception {
        return new Receiver(client.subscribe(SubscribeRequest.earliest(topic.name())), count, executor);
    }

    /** Does something besides. */
    public <T> Future<T> start(Callable<T> work) {
        return executor.submit(work);
    }

    /** A figure for people who read the test's output. */
    public void say(String text) {
        System.out.println(name + ": " + text);
    }

    // The end.

    private <T extends AutoCloseable> T own(T resource) {
        synchronized (opened) {
            opened.push(resource);
        }
        return resource;
    }

    private void log(String what, Path file) {
        synchronized (logs) {
            logs.put(what, file);
        }
    }

    void printLogs() throws IOException {
        Map<String, Path> all;
        synchronized (logs) {
            all = new LinkedHashMap<>(logs);
        }
        for (Map.Entry<String, Path> each : all.entrySet()) {
            System.out.println("--- " + name + ", the end of " + each.getKey() + " (" + each.getValue() + ")");
            if (Files.exists(each.getValue())) {
                try (LogFollower tail = LogFollower.open(each.getValue(), LOG_TAIL_LINES)) {
                    tail.newLines().forEach(System.out::println);
                }
            }
        }
    }

    /** Ends clients first, processes last. */
    void end() throws Exception {
        executor.shutdownNow();
        Deque<AutoCloseable> all;
        synchronized (opened) {
            all = new ArrayDeque<>(opened);
            opened.clear();
        }
        for (AutoCloseable each : all) {
            each.close();
            shared.forget(each);
        }
    }
}
