package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What it costs a gateway to take over stored sessions: once started without any, once with all of them. */
final class RestoreTrial implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("seconds", "longer to start", "s"),
            Metric.lower("bytesPerSession", "heap of a session", "B"),
            Metric.lower("startSeconds", "start in all", "s"),
            Metric.lower("heapMegabytes", "heap in all", "MB"), Metric.higher("sessions", "sessions", ""));

    private static final String EMPTY = "bench-empty";
    private static final String FULL = "bench-full";
    private static final Duration PATIENCE = Duration.ofSeconds(80);

    private final Bed bed;
    private final int count;
    private boolean begun;

    /** @param count stored sessions, of devices that are away */
    RestoreTrial(Bed bed, int count) {
        this.bed = bed;
        this.count = count;
    }

    /** A gateway that has started. */
    private record Started(double seconds, long heap) {}

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        if (!begun) {
            new StoredSessions(bed, FULL, count).ensure();
            // The first one makes its topics.
            start(EMPTY, 0);
            begun = true;
        }
        Started empty = start(EMPTY, 0);
        Started full = start(FULL, count);
        return Map.of("seconds", full.seconds() - empty.seconds(), "startSeconds", full.seconds(), "bytesPerSession",
                (double) (full.heap() - empty.heap()) / count, "heapMegabytes", full.heap() / 1e6, "sessions",
                (double) count);
    }

    private Started start(String cluster, int sessions) throws Exception {
        long begun = System.nanoTime();
        try (SideGateway gateway = SideGateway.restoring(bed, cluster)) {
            gateway.awaitReady();
            Waits.until(PATIENCE, sessions + " sessions at the gateway", () -> gateway.sessions() == sessions);
            double seconds = (System.nanoTime() - begun) / 1e9;
            try (JvmProbe probe = gateway.probe()) {
                return new Started(seconds, probe.heapAfterCollection());
            }
        }
    }
}
