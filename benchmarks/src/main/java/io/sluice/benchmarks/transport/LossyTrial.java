package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.Contestant;
import io.sluice.benchmarks.contestant.Flood;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.benchmarks.lossy.Path;
import io.sluice.crsp.simulator.LinkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of a link's rate arrives as messages, while the link loses at random.
 *
 * @param contestant the transport
 * @param paths makes the network
 * @param loss share of the packets that each direction loses
 */
record LossyTrial(Contestant contestant, Path.Factory paths, double loss) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.higher("shareOfLink", "of the link", ""),
            Metric.higher("megabitsPerSecond", "goodput", "Mbit/s"));

    /** 20 Mbit/s. */
    static final long BYTES_PER_SECOND = 2_500_000;

    private static final Duration ONE_WAY = Duration.ofMillis(25);

    /** Rate times round trip: what the link itself holds. */
    static final int BANDWIDTH_DELAY_PRODUCT = (int) (BYTES_PER_SECOND * 2 * 25 / 1000);

    private static final int MESSAGE = 1024;
    private static final AtomicLong SEEDS = new AtomicLong();

    static LinkSettings link(double loss) {
        return LinkSettings.builder().loss(loss).delay(ONE_WAY, ONE_WAY).bytesPerSecond(BYTES_PER_SECOND)
                .queueBytes(BANDWIDTH_DELAY_PRODUCT).build();
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        Flood flood = new Flood(MESSAGE, true, Long.MAX_VALUE);
        try (Path path = paths.open(link(loss), SEEDS.incrementAndGet());
                AutoCloseable _ = contestant.start(flood, path)) {
            double bytes = FloodTrial.rate(flood, pace) * MESSAGE;
            return Map.of("shareOfLink", bytes / BYTES_PER_SECOND, "megabitsPerSecond", bytes * 8 / 1e6);
        }
    }
}
