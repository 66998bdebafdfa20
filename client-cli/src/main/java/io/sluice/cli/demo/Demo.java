package io.sluice.cli.demo;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.Waiting;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import io.sluice.crsp.relay.RelaySettings;
import io.sluice.crsp.relay.UdpRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** One demonstration, on an instance that it starts and {@link #close} stops. Not thread-safe. */
final class Demo implements AutoCloseable {
    private final Console console;
    private final LocalInstance instance;
    private final DemoSettings settings;
    private final Story story;

    /**
     * Describes a demonstration; nothing is started.
     *
     * @throws CliException if the instance runs already
     */
    Demo(Console console, LocalInstance instance, DemoSettings settings) throws CliException {
        if (instance.running()) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "a demo runs already in " + instance.settings().home().folder(),
                    "Stop it first: sluice down --home " + instance.settings().home().folder()
                            + ", or give this one a folder of its own with --home.");
        }
        this.console = console;
        this.instance = instance;
        this.settings = settings;
        this.story = new Story(console, System::nanoTime);
    }

    /** Shows everything, and leaves Kafka and the gateway running. */
    DemoResult run(Waiting waiting) throws CliException, InterruptedException {
        InstanceSettings local = instance.settings();
        story.tell("starting Kafka and the gateway in " + local.home().folder(),
                Json.object().put("event", "starting").put("home", local.home().folder()));
        instance.up(waiting);
        story.tell("both are ready: Kafka on port " + local.kafkaPort() + ", the gateway on UDP port " + local.port(),
                Json.object().put("event", "up").put("port", local.port()).put("kafka", local.kafka())
                        .put("console", instance.gateway().console())
                        .put("passwordFile", local.home().adminPasswordFile()));
        Produced produced = Produced.produce(console, local.kafka(), settings.records(), Instant.now());
        story.tell(String.format(Locale.ROOT, "%,d numbers are in the Kafka topic %s", produced.records(),
                produced.topic()),
                Json.object().put("event", "produced").put("topic", produced.topic())
                        .put("records", produced.records()).put("sha256", produced.sha256()));
        try (UdpRelay relay = relay(local.port())) {
            story.tell("between client and gateway there is now a link with " + settings.describeLink(),
                    Json.object().put("event", "link").put("port", relay.localAddress().getPort()));
            return new DemoDelivery(console, story, relay, instance.gateway(), local.home().certificate().fingerprint(),
                    produced).run();
        }
    }

    private UdpRelay relay(int port) throws CliException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try {
            return UdpRelay.start(RelaySettings
                    .builder(new InetSocketAddress(loopback, 0), new InetSocketAddress(loopback, port))
                    .both(settings.link()).seed(ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE)).build());
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT, "no UDP socket can be had: " + e.getMessage(), "", e);
        }
    }

    /** Stops Kafka and the gateway, undisturbed by interrupts: a second Ctrl-C must not leave them behind. */
    @Override
    public void close() throws CliException {
        if (instance.running()) {
            console.note("stopping the gateway and Kafka");
        }
        StopTask task = new StopTask(instance);
        Thread thread = Thread.ofPlatform().name("sluice-demo-stop").start(task);
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        task.rethrow();
    }
}
