package io.sluice.cli.local;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A gateway with its Kafka, started and stopped together. Not thread-safe. */
public final class LocalInstance {
    private static final Duration PATIENCE_TO_START = Duration.ofMinutes(2);

    private final InstanceSettings settings;
    private final LocalBroker broker;
    private final LocalGateway gateway;

    /** Describes an instance; nothing is started. */
    public LocalInstance(Installation installation, InstanceSettings settings) throws CliException {
        this.settings = settings;
        this.broker = new LocalBroker(installation, settings.broker());
        this.gateway = new LocalGateway(installation, new GatewaySettings(settings.home().gateway(), settings.port(),
                settings.httpPort(), settings.kafka(), environment(settings)));
    }

    private static Map<String, String> environment(InstanceSettings settings) throws CliException {
        Map<String, String> environment = new HashMap<>(settings.home().gatewaySecrets());
        environment.put("SLUICE_CRSP_PLAIN", Boolean.toString(settings.plain()));
        return environment;
    }

    /** What it is made of. */
    public InstanceSettings settings() {
        return settings;
    }

    /** Its local Kafka; not started when the user's own is used. */
    public LocalBroker broker() {
        return broker;
    }

    /** Its gateway. */
    public LocalGateway gateway() {
        return gateway;
    }

    /** Whether its gateway or its local Kafka runs. */
    public boolean running() throws CliException {
        return gateway.pid().isPresent() || broker.pid().isPresent();
    }

    /**
     * Starts what does not run yet, both at once, and waits until all is ready.
     *
     * @return whether anything was started
     * @throws CliException saying what is missing, if a port is taken, Kafka cannot be reached, it runs with other
     *     settings, or time runs out
     */
    public boolean up(Waiting waiting) throws CliException, InterruptedException {
        if (running()) {
            requireSameSettings(InstanceSettings.load(settings.home()));
        }
        boolean startBroker = settings.externalKafka().isEmpty() && broker.pid().isEmpty();
        boolean startGateway = gateway.pid().isEmpty();
        if (settings.externalKafka().isPresent() && startGateway) {
            requireKafka(settings.kafka());
        }
        // Both before either, so that nothing is left half started.
        if (startBroker) {
            broker.requireFreePorts();
        }
        if (startGateway) {
            gateway.requireFreePorts();
        }
        settings.save();
        if (startBroker) {
            broker.start();
        }
        if (startGateway) {
            gateway.start();
        }
        if (settings.externalKafka().isEmpty()) {
            broker.awaitReady(PATIENCE_TO_START, waiting);
        }
        gateway.awaitReady(PATIENCE_TO_START, waiting);
        return startBroker || startGateway;
    }

    private void requireSameSettings(InstanceSettings running) throws CliException {
        if (!settings.equals(running)) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "it runs already, with other settings: port " + running.port() + ", http port " + running.httpPort()
                            + ", Kafka " + running.kafka(),
                    "Stop it first with sluice down, or give the new one a folder of its own with --home.");
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
     * Stops both, the gateway first.
     *
     * @return whether anything ran
     */
    public boolean down() throws CliException, InterruptedException {
        boolean gatewayRan = gateway.stop();
        boolean brokerRan = broker.stop();
        return gatewayRan || brokerRan;
    }
}
