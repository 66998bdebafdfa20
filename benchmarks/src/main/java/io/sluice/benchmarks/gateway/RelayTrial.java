package io.sluice.benchmarks.gateway;

import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Messages from one client to another: how many a second while a bounded number is under way, and how long each takes at
 * 1,000 a second.
 *
 * @param way of the messages
 */
record RelayTrial(Bed bed, Relay.Opening way) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.higher("messagesPerSecond", "messages", "/s"),
            Metric.lower("p99", "p99 at 1,000/s", "ms"), Metric.lower("p50", "p50", "ms"));

    static final int UNDER_WAY = 2_000;
    static final int MESSAGE_BYTES = 100;

    private static final long INTERVAL = 1_000_000_000L / LatencyTrial.PER_SECOND;
    private static final long PAUSE_NANOS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        Run run = new Run();
        try (Relay relay = way.open(bed, run)) {
            run.fast(relay, pace.warmUp());
            run.latencies.set(new Latencies());
            run.steady(relay, pace.measured());
            Latencies steady = run.latencies.getAndSet(new Latencies());
            long before = run.arrived;
            long begun = System.nanoTime();
            run.fast(relay, pace.measured());
            double rate = (run.arrived - before) / ((System.nanoTime() - begun) / 1e9);
            return Map.of("messagesPerSecond", rate, "p99", steady.millis(0.99), "p50", steady.millis(0.5));
        }
    }

    /** One sender and what arrives of it. */
    private static final class Run implements Relay.Taker {
        private final NumberedRecords messages = new NumberedRecords(MESSAGE_BYTES);
        private final AtomicReference<Latencies> latencies = new AtomicReference<>(new Latencies());
        private long sent;
        private volatile long arrived;

        @Override
        public void take(byte @Nullable [] message) {
            long now = System.nanoTime();
            long expected = arrived + 1;
            long number = messages.number(message);
            if (number != expected) {
                throw new IllegalStateException("message " + number + " arrived where " + expected + " was due");
            }
            latencies.get().add(now - messages.nanos(message));
            arrived = expected;
        }

        private void send(Relay relay) throws Exception {
            sent++;
            relay.send(messages.value(sent, System.nanoTime()));
        }

        /** As fast as it goes with so many under way. */
        void fast(Relay relay, Duration length) throws Exception {
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < length.toNanos()) {
                if (sent - arrived < UNDER_WAY) {
                    send(relay);
                } else {
                    relay.throwIfFailed();
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
            drain(relay);
        }

        /** At an even pace. */
        void steady(Relay relay, Duration length) throws Exception {
            long begun = System.nanoTime();
            for (long due = begun; due - begun < length.toNanos(); due += INTERVAL) {
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                send(relay);
            }
            drain(relay);
        }

        private void drain(Relay relay) throws Exception {
            Waits.until(PATIENCE, "all messages arrived", () -> {
                relay.throwIfFailed();
                return arrived == sent;
            });
        }
    }
}
