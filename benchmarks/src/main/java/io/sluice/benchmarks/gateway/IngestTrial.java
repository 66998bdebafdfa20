package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How many small messages a second are committed in Kafka, each exactly once, and how long until their sender knows.
 *
 * @param way of the messages
 * @param load who sends how much
 */
record IngestTrial(Bed bed, Uplink.Opening way, Uplink.Load load) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.higher("messagesPerSecond", "committed", "/s"),
            Metric.lower("p99", "confirmed p99", "ms"), Metric.lower("p50", "p50", "ms"),
            Metric.higher("samples", "timed", ""));

    static final int MESSAGE_BYTES = 100;

    private static final String TOPIC = "bench-ingest";
    private static final int PARTITIONS = 4;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE_TO_READ = Duration.ofSeconds(40);

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        NumberedRecords messages = new NumberedRecords(MESSAGE_BYTES);
        long[] begin = Topics.ensure(bed.kafka(), TOPIC, PARTITIONS);
        Latencies latencies = new Latencies();
        double rate;
        long[] sent;
        try (Uplink uplink = way.open(bed, TOPIC, messages, load)) {
            work(uplink, pace.warmUp());
            uplink.time(latencies);
            long before = uplink.confirmed();
            long begun = System.nanoTime();
            work(uplink, pace.measured());
            rate = (uplink.confirmed() - before) / ((System.nanoTime() - begun) / 1e9);
            sent = uplink.finish();
        }
        verify(messages, begin, sent);
        return Map.of("messagesPerSecond", rate, "p50", latencies.millis(0.5), "p99", latencies.millis(0.99),
                "samples", (double) latencies.count());
    }

    private static void work(Uplink uplink, Duration length) throws Exception {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < length.toNanos()) {
            uplink.throwIfFailed();
            Thread.sleep(20);
        }
    }

    /** Each sender's messages must be in the topic once and in order, from the first to the last. */
    private void verify(NumberedRecords messages, long[] begin, long[] sent) throws Exception {
        long[] seen = new long[sent.length];
        long[] ends = Topics.ends(bed.kafka(), TOPIC);
        try (KafkaConsumer<byte[], byte[]> consumer = BareClients.consumer(bed.kafka(), TOPIC, PARTITIONS)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                consumer.seek(new TopicPartition(TOPIC, partition), begin[partition]);
            }
            Waits.until(PATIENCE_TO_READ, "the topic read to its end", () -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    int sender = SenderKeys.sender(record.key());
                    long number = messages.number(record.value());
                    if (number != seen[sender] + 1) {
                        throw new IllegalStateException("message " + number + " of sender " + sender
                                + " is in Kafka after " + seen[sender]);
                    }
                    seen[sender] = number;
                }
                return consumer.assignment().stream()
                        .allMatch(each -> consumer.position(each) >= ends[each.partition()]);
            });
        }
        if (!Arrays.equals(seen, sent)) {
            int sender = Arrays.mismatch(seen, sent);
            throw new IllegalStateException("of " + sent[sender] + " confirmed messages of sender " + sender + " only "
                    + seen[sender] + " are in Kafka");
        }
    }
}
