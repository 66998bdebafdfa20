package io.sluice.benchmarks.gateway;

import io.sluice.cli.CliException;
import io.sluice.cli.ExitCode;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.PortPlan;
import io.sluice.cli.local.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One broker and one gateway for a run, on free ports, with an empty Kafka. All processes that the run has started in its
 * folder end with {@link #close}, and Kafka's data goes; what Liberty unpacked and the logs stay. Not thread-safe.
 */
final class Testbed implements AutoCloseable {
    private static final List<String> DATA = List.of("kafka", "cluster-id", "instance.properties", "up/kafka",
            "up/cluster-id", "up/instance.properties");

    private final Installation installation;
    private final Bed bed;
    private final LocalInstance instance;

    private Testbed(Installation installation, Bed bed, LocalInstance instance) {
        this.installation = installation;
        this.bed = bed;
        this.instance = instance;
    }

    /** Prepares the folder; nothing is started. Ends what an earlier run has left there. */
    static Testbed prepare(Path folder) throws CliException, InterruptedException {
        Installation installation = Installation.find();
        Bed bed = new Bed(new LocalHome(folder));
        end(installation, bed);
        clean(bed.home());
        PortPlan ports = new PortPlan();
        InstanceSettings settings = new InstanceSettings(bed.home(), ports.device(null), ports.http(null),
                ports.kafka(null), false, Optional.empty());
        return new Testbed(installation, bed, new LocalInstance(installation, settings));
    }

    void start(Waiting waiting) throws CliException, InterruptedException {
        instance.up(waiting);
    }

    Path folder() {
        return bed.home().folder();
    }

    private static void end(Installation installation, Bed bed) throws CliException, InterruptedException {
        SideGateway.killAll(installation, bed.home().folder());
        UpTrial.kill(installation, bed);
        if (InstanceSettings.find(bed.home()).isPresent()) {
            new LocalInstance(installation, InstanceSettings.load(bed.home())).kill();
        }
    }

    private static void clean(LocalHome home) throws CliException {
        try {
            for (String each : DATA) {
                delete(home.folder().resolve(each));
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.ENVIRONMENT,
                    "the folder " + home.folder() + " cannot be emptied: " + e.getMessage(),
                    "Check that it can be written to, or name another one with --output.", e);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** An interrupt waits until all have ended. */
    @Override
    public void close() throws CliException {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                end(installation, bed);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        clean(bed.home());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
