package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.Contestant;
import io.sluice.benchmarks.contestant.Flood;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.benchmarks.lossy.Path;
import io.sluice.benchmarks.lossy.RelayPath;
import io.sluice.crsp.simulator.LinkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long 300 kB take over a slow and very bad link, and what that costs. Each round has another seed.
 *
 * @param contestant the transport
 */
record RadioTrial(Contestant contestant) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.higher("kilobytesPerSecond", "goodput", "kB/s"),
            Metric.lower("seconds", "time", "s"), Metric.lower("wireRatio", "on the wire", "×"));

    private static final int MESSAGE = 1000;
    private static final int MESSAGES = 300;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final LinkSettings LINK = LinkSettings.builder().loss(0.1).corruption(0.1)
            .delay(Duration.ZERO, Duration.ofMillis(100)).packetsPerSecond(100).build();
    private static final AtomicLong SEEDS = new AtomicLong();

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        Flood transfer = new Flood(MESSAGE, true, MESSAGES);
        try (Path path = new RelayPath(LINK, SEEDS.incrementAndGet());
                AutoCloseable _ = contestant.start(transfer, path)) {
            long begun = System.nanoTime();
            long before = path.bytesSent();
            while (transfer.received() < MESSAGES && System.nanoTime() - begun < LIMIT.toNanos()) {
                Thread.sleep(1);
                transfer.throwIfFailed();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            double bytes = transfer.received() * (double) MESSAGE;
            if (bytes == 0) {
                throw new IllegalStateException("nothing arrived within " + LIMIT.toSeconds() + " s");
            }
            return Map.of("kilobytesPerSecond", bytes / 1e3 / seconds, "seconds", seconds, "wireRatio",
                    (path.bytesSent() - before) / bytes);
        }
    }
}
