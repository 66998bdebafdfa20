package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long a record takes from a producer, which has it from the application, to one reader's application.
 *
 * @param way of the reader
 */
record LatencyTrial(Bed bed, Tail.Opening way) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("p99", "p99", "ms"), Metric.lower("p50", "p50", "ms"),
            Metric.lower("p999", "p99.9", "ms"), Metric.higher("samples", "records", ""));

    static final int PER_SECOND = 1_000;

    private static final String TOPIC = "bench-latency";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        NumberedRecords records = new NumberedRecords(GatewaySuite.RECORD_BYTES);
        String kafka = bed.kafka();
        long[] ends = Topics.ensure(kafka, TOPIC, 1);
        Arrivals arrivals = new Arrivals(records, ends[0]);
        AtomicReference<Latencies> latencies = new AtomicReference<>(new Latencies());
        Tail.Taker taker = (partition, offset, value) -> {
            long now = System.nanoTime();
            arrivals.take(offset, value);
            latencies.get().add(now - records.nanos(value));
        };
        try (Tail tail = way.open(bed, TOPIC, List.of(taker));
                NumberedWriter writer = new NumberedWriter(kafka, TOPIC, ends, records)) {
            writeFor(writer, pace.warmUp());
            Waits.until(PATIENCE, "the records of the warm-up", () -> {
                tail.throwIfFailed();
                return arrivals.next() == writer.next(0);
            });
            latencies.set(new Latencies());
            writeFor(writer, pace.measured());
            Waits.until(PATIENCE, "all records", () -> {
                tail.throwIfFailed();
                return arrivals.next() == writer.next(0);
            });
            return latencies.get().figures();
        }
    }

    private static void writeFor(NumberedWriter writer, Duration length) throws Exception {
        long begun = System.nanoTime();
        SteadyWriter.write(writer, 1, PER_SECOND, () -> System.nanoTime() - begun < length.toNanos());
    }
}
