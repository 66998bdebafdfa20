package io.sluice.e2e.scenario;

import io.sluice.cli.CliException;
import io.sluice.cli.local.BrokerSettings;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.LocalBroker;
import io.sluice.cli.local.LocalGateway;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.output.LibraryLogs;
import io.sluice.crsp.client.GatewayTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker and a gateway for all tests that leave them alone: each started when the first test asks for it. */
final class SharedProcesses implements AutoCloseable {
    private final Installation installation;
    private final LocalHome home;
    private final GatewayTrust trust;
    private final Set<AutoCloseable> processes = ConcurrentHashMap.newKeySet();
    private final Object containersLock = new Object();
    private final Deque<Path> gatewayFolders = new ArrayDeque<>();
    private int gatewayFoldersMade;
    private @Nullable LocalBroker broker;
    private @Nullable LocalGateway gateway;
    private @Nullable ContainerCluster containers;

    SharedProcesses() {
        try {
            LibraryLogs.quiet();
            installation = Installation.find();
            home = new LocalHome(installation.root().resolve("end-to-end/target/e2e"));
            delete(home.folder());
            Files.createDirectories(home.folder());
            // Made here, before tests ask for them side by side.
            home.clusterSecret();
            home.adminPassword();
            trust = GatewayTrust.pinned(home.certificate().fingerprint());
            Runtime.getRuntime().addShutdownHook(new Thread(this::endAll, "end-of-tests"));
        } catch (Exception e) {
            throw new IllegalStateException("nothing can be started", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.delete(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    Installation installation() {
        return installation;
    }

    /** Of every gateway of the tests: they share one certificate. */
    GatewayTrust trust() {
        return trust;
    }

    LocalHome home() {
        return home;
    }

    /** Ends this process, too, if the tests are broken off. */
    <T extends AutoCloseable> T endWithTests(T process) {
        processes.add(process);
        return process;
    }

    void forget(AutoCloseable process) {
        processes.remove(process);
    }

    private void endAll() {
        for (AutoCloseable each : processes) {
            try {
                each.close();
            } catch (Exception e) {
                System.out.println("not ended: " + e);
            }
        }
    }

    /** A folder for a gateway; rather a used one, in which Liberty need not unpack and scan everything again. */
    synchronized Path takeGatewayFolder() {
        Path used = gatewayFolders.poll();
        return used != null ? used : home.folder().resolve("gateway-" + ++gatewayFoldersMade);
    }

    /** For the next test. */
    synchronized void giveBack(Path gatewayFolder) {
        gatewayFolders.push(gatewayFolder);
    }

    synchronized LocalBroker broker() throws Exception {
        LocalBroker running = broker;
        if (running == null) {
            running = endWithTests(
                    new LocalBroker(installation, new BrokerSettings(home.kafka(1), FreePorts.tcpPair())));
            broker = running;
            Scenario.restart(running);
        }
        return running;
    }

    synchronized LocalGateway gateway() throws Exception {
        LocalGateway running = gateway;
        if (running == null) {
            running = endWithTests(new LocalGateway(installation,
                    Scenario.settings(home, takeGatewayFolder(), broker().settings().bootstrapServers(), "sluice")));
            gateway = running;
            Scenario.restart(running);
        }
        return running;
    }

    /** Not within this object's lock: images take a while, and other tests need none. */
    ContainerCluster containers() throws Exception {
        synchronized (containersLock) {
            ContainerCluster running = containers;
            if (running == null) {
                running = endWithTests(new ContainerCluster(installation, home));
                containers = running;
                running.start();
            }
            return running;
        }
    }

    /** Even idle they take from other tests. */
    void endContainers() {
        synchronized (containersLock) {
            ContainerCluster running = containers;
            containers = null;
            if (running != null) {
                running.close();
                forget(running);
            }
        }
    }

    @Override
    public synchronized void close() throws CliException {
        endContainers();
        if (gateway != null) {
            gateway.close();
        }
        if (broker != null) {
            broker.close();
        }
    }
}
