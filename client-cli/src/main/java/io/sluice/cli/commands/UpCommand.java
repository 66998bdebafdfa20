package io.sluice.cli.commands;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.convert.HostPort;
import io.sluice.cli.convert.PortConverter;
import io.sluice.cli.gateway.KnownGateways;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.output.Console;
import io.sluice.cli.output.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice up}: a local Kafka and gateways. */
@Command(name = "up", description = {
    "Starts a Kafka broker and a gateway on this machine, each in a process of its own, and waits until they"
            + " are ready; or as many as --brokers and --gateways say. What runs already is left alone, so it also"
            + " starts again what was stopped or killed, and adds gateways to those that run.",
    "Kafka's data stays in the folder --home, over stops and restarts."
}, exitCodeList = {
    "0:all are ready",
    "2:wrong usage",
    "3:your own Kafka cannot be reached",
    "6:a port is taken, or the build is missing",
    "7:not ready in time"
}, footer = {
    "  sluice up",
    "  sluice up --gateways 3 --brokers 3",
    "  sluice up --plain",
    "  sluice up --kafka kafka.example.org:9092",
    "  sluice up --home second --port 4651 --http-port 9081 --kafka localhost:9092"
})
public final class UpCommand extends SluiceCommand {
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Option(names = "--port", paramLabel = "PORT", converter = PortConverter.class, description = "UDP port for devices (default: "
            + InstanceSettings.DEFAULT_PORT + ").")
    private @Nullable Integer port;

    @Option(names = "--http-port", paramLabel = "PORT", converter = PortConverter.class, description = "Port of the console and the REST API, on loopback"
            + " (default: " + InstanceSettings.DEFAULT_HTTP_PORT + ").")
    private @Nullable Integer httpPort;

    @Option(names = "--kafka-port", paramLabel = "PORT", converter = PortConverter.class, description = "Port of the local Kafka; the next one is its"
            + " controller's (default: " + InstanceSettings.DEFAULT_KAFKA_PORT + ").")
    private @Nullable Integer kafkaPort;

    @Option(names = "--gateways", paramLabel = "N", description = "How many gateways, 1 to "
            + InstanceSettings.MOST_GATEWAYS
            + "; each has the ports after those of the one before (default: 1, or those that run).")
    private @Nullable Integer gateways;

    @Option(names = "--brokers", paramLabel = "N", description = "How many Kafka nodes, 1 to "
            + InstanceSettings.MOST_BROKERS
            + "; each has the two ports after those of the one before. A folder with data keeps their number"
            + " (default: 1, or those of the data).")
    private @Nullable Integer brokers;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Use your own Kafka and start none. Several brokers"
            + " are separated by commas.")
    private @Nullable String kafka;

    @Option(names = "--plain", description = "Take devices without encryption, too: for trusted links only.")
    private boolean plain;

    @Override
    protected int run(Console console) throws Exception {
        InstanceSettings settings = settings();
        LocalInstance instance = new LocalInstance(Installation.find(), settings);
        long start = System.nanoTime();
        boolean started = instance.up(new WaitingLine(console));
        String fingerprint = settings.home().certificate().fingerprint();
        for (int gateway = 1; gateway <= settings.gateways(); gateway++) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                KnownGateways.standard().replace(new HostPort(host, settings.port(gateway)).toString(), fingerprint);
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        console.result(describe(instance, started, elapsed, fingerprint),
                Json.object().put("event", "up").put("started", started)
                        .put("port", settings.port()).put("console", instance.gateway().console())
                        .put("gateways", settings.gateways())
                        .put("brokers", settings.externalKafka().isPresent() ? 0 : settings.brokers())
                        .put("kafka", settings.kafka()).put("home", settings.home().folder())
                        .put("fingerprint", fingerprint).put("millis", elapsed.toMillis()));
        return ExitCode.OK;
    }

    private InstanceSettings settings() throws Exception {
        LocalInstance last = home.instance();
        InstanceSettings base = last.running() ? last.settings() : InstanceSettings.defaults(home.home());
        int nodes = InstanceSettings.brokersKept(base.home()).orElse(base.brokers());
        try {
            return new InstanceSettings(base.home(), or(port, base.port()), or(httpPort, base.httpPort()),
                    or(kafkaPort, base.kafkaPort()), plain || base.plain(),
                    Optional.ofNullable(kafka).or(base::externalKafka), or(gateways, base.gateways()),
                    or(brokers, nodes));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), "See 'sluice up --help'.", e);
        }
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private static String describe(
            LocalInstance instance, boolean started, Duration elapsed, String fingerprint) {
        InstanceSettings settings = instance.settings();
        String head = started
                ? "ready after %.1f s".formatted(elapsed.toMillis() / 1e3)
                : "runs already; sluice down stops it";
        return """
                %s
                  devices  udp port %s%s
                  trust    %s  (SHA-256 of its certificate)
                  console  %s  (user admin, password in %s)
                  kafka    %s%s""".formatted(head, ports(settings),
                settings.plain() ? ", encrypted or plain" : ", encrypted", fingerprint, instance.gateway().console(),
                settings.home().adminPasswordFile(), settings.kafka(),
                settings.externalKafka().isPresent() ? "  (your own)" : "");
    }

    private static String ports(InstanceSettings settings) {
        return settings.gateways() == 1
                ? Integer.toString(settings.port())
                : "%d to %d, gateway 1 to %d".formatted(settings.port(), settings.port(settings.gateways()),
                        settings.gateways());
    }
}
