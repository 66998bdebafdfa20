package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.crsp.client.Delivery;
import io.sluice.crsp.client.SluiceClient;
import io.sluice.crsp.client.SubscribeRequest;
import io.sluice.crsp.client.Subscription;
import io.sluice.crsp.session.Position;
import io.sluice.crsp.session.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long records take to readers at the tail while others begin at random older places and catch up.
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
    private static final Duration SILENCE = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** A reader of all partitions. */
    private record Reader(List<Arrivals> partitions) {
        static Reader at(NumberedRecords records, long[] begin) {
            return new Reader(IntStream.range(0, begin.length).mapToObj(each -> new Arrivals(records, begin[each]))
                    .toList());
        }

        void take(int partition, long offset, byte @Nullable [] value) {
            partitions.get(partition).take(offset, value);
        }

        boolean hasReached(long[] ends) {
            return IntStream.range(0, ends.length).allMatch(each -> partitions.get(each).next() >= ends[each]);
        }

        long count() {
            return partitions.stream().mapToLong(Arrivals::count).sum();
        }
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        NumberedRecords records = new NumberedRecords(GatewaySuite.RECORD_BYTES);
        String kafka = bed.kafka();
        long[] ends = Topics.fill(kafka, TOPIC, PARTITIONS, history, records);
        Latencies latencies = new Latencies();
        AtomicBoolean timed = new AtomicBoolean();
        List<Reader> tailReaders = IntStream.range(0, TAIL_READERS).mapToObj(each -> Reader.at(records, ends)).toList();
        List<Tail.Taker> takers = tailReaders.stream().<Tail.Taker>map(reader -> (partition, offset, value) -> {
            long now = System.nanoTime();
            reader.take(partition, offset, value);
            if (timed.get()) {
                latencies.add(now - records.nanos(value));
            }
        }).toList();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (Tail tail = new SluiceTail(bed, TOPIC, takers);
                Clients late = new Clients(bed, "late", sessions);
                NumberedWriter writer = new NumberedWriter(kafka, TOPIC, ends, records);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Void> source = threads.submit(() -> {
                SteadyWriter.write(writer, PARTITIONS, PER_SECOND, writing::get);
                return null;
            });
            Thread.sleep(pace.warmUp());
            timed.set(true);
            long begun = System.nanoTime();
            List<Future<Long>> catching = catchUp(late, records, threads);
            if (sessions == 0) {
                Thread.sleep(pace.measured());
            }
            long caughtUp = 0;
            for (Future<Long> each : catching) {
                caughtUp += each.get(pace.measured().plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
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

    private List<Future<Long>> catchUp(Clients late, NumberedRecords records, ExecutorService threads)
            throws Exception {
        long[] ends = Topics.ends(bed.kafka(), TOPIC);
        // The same places in each round.
        Random random = new Random(4650);
        List<Future<Long>> catching = new ArrayList<>();
        for (SluiceClient client : late.all()) {
            long[] begin = IntStream.range(0, PARTITIONS).mapToLong(each -> ends[each] - 1 - random.nextInt(history))
                    .toArray();
            catching.add(threads.submit(() -> catchUp(client, Reader.at(records, begin), begin, ends)));
        }
        return catching;
    }

    private static long catchUp(SluiceClient client, Reader reader, long[] begin, long[] ends) throws Exception {
        List<Position> positions = IntStream.range(0, begin.length).mapToObj(each -> new Position(each, begin[each]))
                .toList();
        try (Subscription subscription = client.subscribe(
                SubscribeRequest.earliest(TOPIC).from(new Start.Positions(positions)))) {
            while (!reader.hasReached(ends)) {
                Delivery record = subscription.poll(SILENCE);
                if (record == null) {
                    throw new IllegalStateException("nothing came for " + SILENCE.toSeconds() + " s");
                }
                reader.take(record.partition(), record.offset(), record.value());
            }
        }
        return reader.count();
    }
}
