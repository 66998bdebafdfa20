package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How fast readers of one topic get what is written to it, all together, and how often Kafka is read for that. The
 * writer is never further ahead of the slowest reader than the window.
 *
 * @param way of the readers
 * @param readers how many
 */
record FanoutTrial(Bed bed, Tail.Opening way, int readers) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.higher("recordsPerSecond", "delivered in all", "/s"),
            Metric.higher("megabytesPerSecond", "values", "MB/s"),
            Metric.lower("kafkaReads", "each byte read from Kafka", "times"));

    private static final String TOPIC = "bench-fanout";
    private static final int WINDOW = 256;
    private static final int BURST = 32;
    private static final long PAUSE_NANOS = 50_000;
    /** All readers are asked for failures no more often, or a thousand of them would keep a processor busy with that. */
    private static final long CHECK_NANOS = 100_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        NumberedRecords records = new NumberedRecords(GatewaySuite.RECORD_BYTES);
        String kafka = bed.kafka();
        long[] ends = Topics.ensure(kafka, TOPIC, 1);
        List<Arrivals> arrivals = Stream.generate(() -> new Arrivals(records, ends[0])).limit(readers).toList();
        List<Tail.Taker> takers = arrivals
                .stream().<Tail.Taker>map(each -> (partition, offset, value) -> each.take(offset, value)).toList();
        try (JvmProbe broker = new JvmProbe(bed.brokerPid());
                Tail tail = way.open(bed, TOPIC, takers);
                NumberedWriter writer = new NumberedWriter(kafka, TOPIC, ends, records)) {
            TopicTraffic before = TopicTraffic.now(broker, TOPIC);
            write(writer, tail, arrivals, pace.warmUp());
            long delivered = delivered(arrivals);
            long begun = System.nanoTime();
            write(writer, tail, arrivals, pace.measured());
            double rate = (delivered(arrivals) - delivered) / ((System.nanoTime() - begun) / 1e9);
            writer.flush();
            Waits.until(PATIENCE, "all records at all readers", () -> {
                tail.throwIfFailed();
                return slowest(arrivals) == writer.next(0);
            });
            return Map.of("recordsPerSecond", rate, "megabytesPerSecond", rate * records.size() / 1e6, "kafkaReads",
                    TopicTraffic.now(broker, TOPIC).readsSince(before));
        }
    }

    private static void write(NumberedWriter writer, Tail tail, List<Arrivals> arrivals, Duration length)
            throws Exception {
        long begun = System.nanoTime();
        long moved = begun;
        long checked = begun - CHECK_NANOS;
        // Who is near enough stays so until the next burst: a thousand are not looked at again for each that is waited for.
        int near = 0;
        for (long now = begun; now - begun < length.toNanos(); now = System.nanoTime()) {
            if (now - checked >= CHECK_NANOS) {
                tail.throwIfFailed();
                checked = now;
            }
            while (near < arrivals.size() && writer.next(0) + BURST - arrivals.get(near).next() <= WINDOW) {
                near++;
            }
            if (near < arrivals.size()) {
                if (now - moved > PATIENCE.toNanos()) {
                    throw new IllegalStateException("a reader has got nothing for " + PATIENCE.toSeconds() + " s");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            } else {
                near = 0;
                moved = now;
                for (int count = 0; count < BURST; count++) {
                    writer.write(0);
                }
            }
        }
    }

    private static long slowest(List<Arrivals> arrivals) {
        long slowest = Long.MAX_VALUE;
        for (Arrivals each : arrivals) {
            slowest = Math.min(slowest, each.next());
        }
        return slowest;
    }

    private static long delivered(List<Arrivals> arrivals) {
        long sum = 0;
        for (Arrivals each : arrivals) {
            sum += each.count();
        }
        return sum;
    }
}
