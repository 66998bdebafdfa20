package io.sluice.e2e.scenario;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A gateway in a container that may write to nothing but its two tmpfs. */
public final class GatewayContainer implements GatewayServer, AutoCloseable {
    private static final int CRSP_PORT = 4650;
    private static final int HTTP_PORT = 9080;
    private static final String KEY_STORE = "/run/secrets/keystore.p12";

    private final GenericContainer<?> container;
    private final ContainerLog log;
    private final int port = FreePorts.udp();
    private final int httpPort = FreePorts.tcp();
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * Describes it.
     *
     * @param name its gateway's
     * @param secrets settings, by the names of environment variables
     * @param keyStore readable by everybody
     */
    GatewayContainer(String image, Network network, String name, Map<String, String> secrets, Path keyStore,
            Path logFile, String owner) {
        log = new ContainerLog(logFile);
        container = new GenericContainer<>(DockerImageName.parse(image))
                .withNetwork(network)
                .withNetworkAliases(name)
                .withEnv(secrets)
                .withEnv("SLUICE_GATEWAY_ID", name)
                .withEnv("SLUICE_KAFKA_BOOTSTRAP_SERVERS", BrokerContainer.BOOTSTRAP_SERVERS)
                .withEnv("SLUICE_SESSIONS_PARTITIONS", Integer.toString(Scenario.SHARDS))
                .withEnv("SLUICE_CRSP_ADVERTISED", "127.0.0.1:" + port)
                .withEnv("SLUICE_CRSP_KEYSTORE", KEY_STORE)
                .withEnv("JVM_ARGS", "-Xmx512m " + Scenario.QUICK_START)
                .withTmpFs(Map.of("/tmp", "rw,exec", "/opt/ol/wlp/output", "rw,exec"))
                .withLabels(ContainerControl.label(owner))
                .withLogConsumer(log)
                .withCreateContainerCmdModifier(command -> lock(command, keyStore))
                .waitingFor(new AbstractWaitStrategy() {
                    @Override
                    protected void waitUntilReady() {
                        awaitReady();
                    }
                });
        // The same after a restart, as clients know them.
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + CRSP_PORT + "/udp",
                "127.0.0.1:" + port + ":" + CRSP_PORT + "/tcp", "127.0.0.1:" + httpPort + ":" + HTTP_PORT));
    }

    private static void lock(CreateContainerCmd command, Path keyStore) {
        HostConfig host = Objects.requireNonNull(command.getHostConfig());
        host.withReadonlyRootfs(true);
        host.withBinds(new Bind(keyStore.toString(), new Volume(KEY_STORE), AccessMode.ro));
    }

    void start() {
        container.start();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Where console, API, health and metrics are. */
    public URI http() {
        return URI.create("http://127.0.0.1:" + httpPort + "/");
    }

    /** Runs a command inside; returns what it prints. */
    public String run(String... command) throws IOException, InterruptedException {
        ExecResult result = container.execInContainer(command);
        if (result.getExitCode() != 0) {
            throw new AssertionError(String.join(" ", command) + " ends with " + result.getExitCode() + ": "
                    + result.getStdout() + result.getStderr());
        }
        return result.getStdout();
    }

    /** Its log of all starts. */
    public Path log() {
        return log.file();
    }

    @Override
    public void kill() {
        ContainerControl.kill(container);
    }

    @Override
    public void restart() throws Exception {
        Scenario.inTurn(() -> {
            ContainerControl.start(container, log);
            awaitReady();
        });
    }

    private void awaitReady() {
        try {
            Await.until("the gateway to be ready", Scenario.PATIENCE, () -> {
                if (!container.isRunning()) {
                    throw new AssertionError("the gateway's container has ended: " + container.getLogs());
                }
                return isReady();
            });
        } catch (Exception e) {
            throw new IllegalStateException("the gateway does not become ready", e);
        }
    }

    /** What a load balancer learns. */
    public boolean isReady() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(http().resolve("health/ready")).timeout(Scenario.PATIENCE).build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        container.stop();
        client.close();
    }
}
