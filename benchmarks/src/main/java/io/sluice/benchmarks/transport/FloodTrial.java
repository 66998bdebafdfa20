package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.Contestant;
import io.sluice.benchmarks.contestant.Flood;
import io.sluice.benchmarks.contestant.Network;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import java.util.List;
import java.util.Map;

/**
 * How much arrives in a time, on the loopback interface.
 *
 * @param contestant the transport
 * @param messageSize bytes
 * @param reliable whether every message must arrive, once and in order
 */
record FloodTrial(Contestant contestant, int messageSize, boolean reliable) implements Trial {
    private static final String BYTES = "megabytesPerSecond";
    private static final String MESSAGES = "messagesPerSecond";

    static List<Metric> metrics(boolean small) {
        Metric bytes = Metric.higher(BYTES, "goodput", "MB/s");
        Metric messages = Metric.higher(MESSAGES, "messages", "/s");
        return small ? List.of(messages, bytes) : List.of(bytes, messages);
    }

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        Flood flood = new Flood(messageSize, reliable, Long.MAX_VALUE);
        try (AutoCloseable _ = contestant.start(flood, Network.LOOPBACK)) {
            double rate = rate(flood, pace);
            if (rate == 0) {
                throw new IllegalStateException("nothing arrived");
            }
            return Map.of(BYTES, rate * messageSize / 1e6, MESSAGES, rate);
        }
    }

    /** Messages a second, once it has warmed up; 0 if all stood still. */
    static double rate(Flood flood, Pace pace) throws Exception {
        Thread.sleep(pace.warmUp());
        long begun = System.nanoTime();
        long before = flood.received();
        Thread.sleep(pace.measured());
        long messages = flood.received() - before;
        double seconds = (System.nanoTime() - begun) / 1e9;
        flood.throwIfFailed();
        flood.stop();
        return messages / seconds;
    }
}
