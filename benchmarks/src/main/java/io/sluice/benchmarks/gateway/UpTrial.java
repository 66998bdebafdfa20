package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.cli.CliException;
import io.sluice.cli.local.Installation;
import io.sluice.cli.local.InstanceSettings;
import io.sluice.cli.local.LocalHome;
import io.sluice.cli.local.LocalInstance;
import io.sluice.cli.local.PortPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How long {@code sluice up} takes in a folder that is not new, until broker and gateway are ready. */
final class UpTrial implements Trial {
    private static final int PATIENCE_SECONDS = 80;

    private final Bed bed;
    private boolean unpacked;

    UpTrial(Bed bed) {
        this.bed = bed;
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        if (!unpacked) {
            up();
            unpacked = true;
        }
        return up();
    }

    private Map<String, Double> up() throws Exception {
        PortPlan ports = new PortPlan();
        List<String> options = List.of("--port", Integer.toString(ports.device(null)), "--http-port",
                Integer.toString(ports.http(null)), "--kafka-port", Integer.toString(ports.kafka(null)));
        try {
            long begun = System.nanoTime();
            command("up", options);
            double seconds = (System.nanoTime() - begun) / 1e9;
            LocalInstance instance = new LocalInstance(Installation.find(), InstanceSettings.load(home(bed)));
            long gateway = instance.gateway().pid().orElseThrow(() -> new IOException("the gateway has ended"));
            try (JvmProbe probe = new JvmProbe(gateway)) {
                double resident = probe.residentMebibytes();
                return Map.of("seconds", seconds, "residentMegabytes", resident, "heapMegabytes",
                        probe.heapAfterCollection() / 1e6);
            }
        } finally {
            command("down", List.of());
        }
    }

    private static LocalHome home(Bed bed) {
        return new LocalHome(bed.home().folder().resolve("up"));
    }

    private void command(String name, List<String> options) throws CliException, IOException, InterruptedException {
        Installation installation = Installation.find();
        Path cli = installation.root().resolve("client-cli/target/sluice-cli.jar");
        Path folder = Files.createDirectories(home(bed).folder());
        Path log = folder.resolve("command.log");
        // Which certificates a user trusts is none of this run's business.
        List<String> command = new ArrayList<>(List.of(installation.java().toString(), "-XX:+UseSerialGC",
                "-Duser.home=" + folder, "-jar", cli.toString(), name, "--home", folder.toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("sluice " + name + " failed; see " + log);
        }
    }

    /** Ends what a trial that was ended itself has left. */
    static void kill(Installation installation, Bed bed) throws CliException, InterruptedException {
        if (InstanceSettings.find(home(bed)).isPresent()) {
            new LocalInstance(installation, InstanceSettings.load(home(bed))).kill();
        }
    }
}
