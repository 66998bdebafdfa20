package io.sluice.e2e.scenario;

import io.sluice.cli.CliException;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.LocalHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Network;

/** A Kafka and gateways of one cluster in containers, each started when the first test asks for it. */
public final class ContainerCluster implements AutoCloseable {
    private final Installation installation;
    private final LocalHome home;
    private final Path folder;
    private final Network network = Network.newNetwork();
    private final List<GatewayContainer> gateways = new ArrayList<>();
    private @Nullable ContainerImages images;
    private @Nullable BrokerContainer broker;

    ContainerCluster(Installation installation, LocalHome home) {
        this.installation = installation;
        this.home = home;
        this.folder = home.folder().resolve("containers");
    }

    synchronized void start() throws Exception {
        Files.createDirectories(folder);
        long began = System.nanoTime();
        ContainerImages built = ContainerImages.build(installation, folder.resolve("images.log"));
        images = built;
        System.out.printf("images of containers: %.1f s%n", (System.nanoTime() - began) / 1e9);
        ContainerControl.removeLeftovers(owner());
        BrokerContainer kafka = new BrokerContainer(installation, built.kafka(), network, log("kafka"), owner());
        broker = kafka;
        Scenario.inTurn(kafka::start);
    }

    /** This source tree's, so that several on one machine do not remove each other's. */
    private String owner() {
        return installation.root().toString();
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    Map<String, Path> logs() {
        Map<String, Path> logs = new LinkedHashMap<>();
        for (String name : List.of("images", "kafka", "gateway-1", "gateway-2")) {
            logs.put("container " + name, log(name));
        }
        return logs;
    }

    /** Bootstrap servers of its Kafka, for clients on this machine. */
    public String kafka() {
        return running().bootstrapServers();
    }

    /** Its Kafka. */
    public Server broker() {
        return running();
    }

    private synchronized BrokerContainer running() {
        BrokerContainer running = broker;
        if (running == null) {
            throw new IllegalStateException("Kafka's container did not start: see the first test that asked for it");
        }
        return running;
    }

    /** A gateway by its number from 1, ready. */
    public synchronized GatewayContainer gateway(int number) throws Exception {
        while (gateways.size() < number) {
            String name = "gateway-" + (gateways.size() + 1);
            ContainerImages built = images;
            if (built == null) {
                throw new IllegalStateException("there are no images: see the first test that asked for containers");
            }
            GatewayContainer next = new GatewayContainer(
                    built.gateway(), network, name, secrets(), keyStore(), log(name), owner());
            gateways.add(next);
            Scenario.inTurn(next::start);
        }
        return gateways.get(number - 1);
    }

    private Map<String, String> secrets() throws CliException {
        return new HashMap<>(home.gatewaySecrets());
    }

    /** The certificate of all gateways of the tests, for the container's user to read. */
    private Path keyStore() throws CliException, IOException {
        Path copy = folder.resolve("keystore.p12");
        Files.copy(home.certificate().keyStore(), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
        return copy;
    }

    @Override
    public synchronized void close() {
        gateways.forEach(GatewayContainer::close);
        if (broker != null) {
            broker.close();
        }
        network.close();
    }
}
