package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * How long records take to readers at the tail while others, in a process of their own, begin at random older places and
 * catch up.
 *
 * @param sessions that catch up; none for the tail alone
 * @param history records before the tail of each partition, among which they begin
 */
record CatchUpTrial(Bed bed, int sessions, int history) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("p99", "tail p99", "ms"), Metric.lower("p50", "p50", "ms"),
            Metric.lower("p999", "p99.9", "ms"), Metric.lower("caughtUpSeconds", "all caught up", "s"),
            Metric.higher("caughtUpPerSecond", "older records delivered", "/s"));

    static final int PARTITIONS = 4;
    private static final int TAIL_READERS = 10;
    private static final int PER_SECOND = 1_000;
    private static final String TOPIC = "bench-catchup";
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** How long the tail is timed if nobody catches up. */
    private static final Duration TAIL_ALONE = Duration.ofSeconds(60);

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        NumberedRecords records = new NumberedRecords(GatewaySuite.RECORD_BYTES);
        String kafka = bed.kafka();
        long[] ends = Topics.fill(kafka, TOPIC, PARTITIONS, history, records);
        Latencies latencies = new Latencies();
        AtomicBoolean timed = new AtomicBoolean();
        List<PartitionArrivals> tailReaders = IntStream.range(0, TAIL_READERS)
                .mapToObj(each -> PartitionArrivals.at(records, ends)).toList();
        List<Tail.Taker> takers = tailReaders.stream().<Tail.Taker>map(reader -> (partition, offset, value) -> {
            long now = System.nanoTime();
            reader.take(partition, offset, value);
            if (timed.get()) {
                latencies.add(now - records.nanos(value));
            }
        }).toList();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (Tail tail = new SluiceTail(bed, TOPIC, takers);
                LateProcess late = sessions == 0 ? null : new LateProcess(bed, TOPIC, sessions, history);
                NumberedWriter writer = new NumberedWriter(kafka, TOPIC, ends, records);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> source = threads.submit(() -> {
                SteadyWriter.write(writer, PARTITIONS, PER_SECOND, writing::get);
                return null;
            });
            Thread.sleep(pace.warmUp());
            timed.set(true);
            long begun = System.nanoTime();
            long caughtUp = 0;
            if (late == null) {
                Thread.sleep(Math.min(pace.measured().toMillis(), TAIL_ALONE.toMillis()));
            } else {
                caughtUp = late.catchUp(pace.measured().plus(PATIENCE));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            timed.set(false);
            writing.set(false);
            source.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            long[] last = IntStream.range(0, PARTITIONS).mapToLong(writer::next).toArray();
            Waits.until(PATIENCE, "all records at all tail readers", () -> {
                tail.throwIfFailed();
                return tailReaders.stream().allMatch(reader -> reader.hasReached(last));
            });
            return Map.of("p50", latencies.millis(0.5), "p99", latencies.millis(0.99), "p999",
                    latencies.millis(0.999), "caughtUpSeconds", sessions == 0 ? 0 : seconds, "caughtUpPerSecond",
                    caughtUp / seconds);
        }
    }
}
