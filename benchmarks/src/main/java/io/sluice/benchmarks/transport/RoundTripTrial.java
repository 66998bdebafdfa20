package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.Contestant;
import io.sluice.benchmarks.contestant.Network;
import io.sluice.benchmarks.contestant.PingPong;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.util.List;
import java.util.Map;

/**
 * How long a message takes there and back, one at a time.
 *
 * @param contestant the transport
 * @param messageSize bytes
 */
record RoundTripTrial(Contestant contestant, int messageSize) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("p50", "p50", "µs"), Metric.lower("p99", "p99", "µs"),
            Metric.lower("p999", "p99.9", "µs"), Metric.higher("samples", "messages", ""));

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        PingPong pings = new PingPong(messageSize);
        try (AutoCloseable _ = contestant.start(pings, Network.LOOPBACK)) {
            Thread.sleep(pace.warmUp());
            pings.count();
            Thread.sleep(pace.measured());
            pings.throwIfFailed();
        }
        return Map.of("p50", pings.percentile(0.5) / 1e3, "p99", pings.percentile(0.99) / 1e3, "p999",
                pings.percentile(0.999) / 1e3, "samples", (double) pings.timed());
    }
}
