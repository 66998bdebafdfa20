package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.util.List;
import java.util.Map;

/** How long Open Liberty with the gateway takes from its start until it takes devices, with Kafka running. */
final class GatewayStartTrial implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("seconds", "ready after", "s"),
            Metric.lower("heapMegabytes", "heap in use", "MB"), Metric.lower("residentMegabytes", "memory", "MiB"));

    private final Bed bed;
    private boolean unpacked;

    GatewayStartTrial(Bed bed) {
        this.bed = bed;
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        if (!unpacked) {
            // Liberty unpacks and scans an application that is new to it.
            start();
            unpacked = true;
        }
        return start();
    }

    private Map<String, Double> start() throws Exception {
        long begun = System.nanoTime();
        try (SideGateway gateway = SideGateway.starting(bed)) {
            gateway.awaitReady();
            double seconds = (System.nanoTime() - begun) / 1e9;
            try (JvmProbe probe = gateway.probe()) {
                double resident = probe.residentMebibytes();
                return Map.of("seconds", seconds, "residentMegabytes", resident, "heapMegabytes",
                        probe.heapAfterCollection() / 1e6);
            }
        }
    }
}
