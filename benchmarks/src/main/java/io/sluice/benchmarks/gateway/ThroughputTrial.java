package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How fast one reader reads a stored topic, again and again from its beginning.
 *
 * @param way to read it
 * @param count records of the topic
 */
record ThroughputTrial(Bed bed, StoredTopic.Opening way, long count) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.higher("megabytesPerSecond", "values", "MB/s"),
            Metric.higher("recordsPerSecond", "records", "/s"));

    private static final String TOPIC = "bench-throughput";

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        NumberedRecords records = new NumberedRecords(GatewaySuite.RECORD_BYTES);
        Topics.fill(bed.kafka(), TOPIC, 1, count, records);
        try (StoredTopic topic = way.open(bed, TOPIC, records)) {
            readFor(topic, pace.warmUp());
            long begun = System.nanoTime();
            long read = readFor(topic, pace.measured());
            double seconds = (System.nanoTime() - begun) / 1e9;
            return Map.of("recordsPerSecond", read / seconds, "megabytesPerSecond",
                    read * records.size() / seconds / 1e6);
        }
    }

    private long readFor(StoredTopic topic, Duration least) throws Exception {
        long begun = System.nanoTime();
        long read = 0;
        do {
            topic.read(count);
            read += count;
        } while (System.nanoTime() - begun < least.toNanos());
        return read;
    }
}
