package io.sluice.cli.torture;

import io.sluice.cli.CliException;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.PortPlan;
import io.sluice.cli.local.Waiting;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A run's own gateways and Kafka, on ports that were free, with the links before the gateways. All its processes end with
 * {@link #close}. Not thread-safe.
 */
final class Cluster implements AutoCloseable {
    private static final String JAVA_OPTIONS = "JDK_JAVA_OPTIONS";
    private static final String QUICK_COMPILER_ALONE = "-XX:TieredStopAtLevel=1";

    private final LocalInstance instance;
    private final Links links;

    private Cluster(LocalInstance instance, Links links) {
        this.instance = instance;
        this.links = links;
    }

    /** Describes it and opens the links; no process is started. */
    static Cluster prepare(Installation installation, LocalHome home, TortureSettings settings) throws CliException {
        PortPlan ports = new PortPlan();
        InstanceSettings local = new InstanceSettings(home, ports.devices(null, settings.gateways()),
                ports.https(null, settings.gateways()), ports.kafkas(null, settings.brokers()), false,
                Optional.empty(), settings.gateways(), settings.brokers());
        Links links = Links.open(IntStream.rangeClosed(1, settings.gateways()).mapToObj(local::port).toList(),
                settings.seed());
        List<InetSocketAddress> told = links.gateways();
        try {
            return new Cluster(new LocalInstance(installation, local,
                    gateway -> environment(settings, told.get(gateway - 1))), links);
        } catch (CliException e) {
            links.close();
            throw e;
        }
    }

    private static Map<String, String> environment(TortureSettings settings, InetSocketAddress told) {
        Map<String, String> environment = new HashMap<>();
        // A device that is sent to this gateway by another one comes through the link, too.
        environment.put("SLUICE_CRSP_ADVERTISED", told.getAddress().getHostAddress() + ":" + told.getPort());
        // A gateway lives for a minute or two here: what the second compiler would do is for the next one to do again.
        environment.put(JAVA_OPTIONS, QUICK_COMPILER_ALONE + " "
                + Objects.requireNonNullElse(System.getenv(JAVA_OPTIONS), ""));
        if (settings.breakGateways()) {
            environment.put("SLUICE_TEST_CONFIRM_BEFORE_COMMIT", "true");
        }
        return environment;
    }

    void start(Waiting waiting) throws CliException, InterruptedException {
        instance.up(waiting);
    }

    LocalInstance instance() {
        return instance;
    }

    Links links() {
        return links;
    }

    String kafka() {
        return instance.settings().kafka();
    }

    /** Kills its processes and closes the links. An interrupt waits until that is done. */
    @Override
    public void close() throws CliException {
        links.close();
        boolean interrupted = Thread.interrupted();
        while (instance.running()) {
            try {
                instance.kill();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
