package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.CrspDrivers;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.crsp.connection.ConnectionEvent;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Heap that an established connection keeps once it has been silent: all of this process's heap after collections,
 * beyond what it was without connections, by the ends of the connections.
 *
 * @param drivers opens the endpoints
 * @param connections that are opened
 */
record IdleMemoryTrial(CrspDrivers drivers, int connections) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("bytes", "an end of a connection", "B"),
            Metric.higher("connections", "connections", ""));

    /** Buffers go back after a second of silence. */
    private static final long SILENCE_MILLIS = 2500;

    private static final int AT_ONCE = 100;
    private static final long LIMIT_NANOS = 60_000_000_000L;

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        AtomicInteger established = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        try (CrspDrivers.Opened server = drivers.server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                remote -> (connection, event) -> {
                });
                CrspDrivers.Opened client = drivers.client()) {
            open(server, client, 1, established, closed);
            Thread.sleep(SILENCE_MILLIS);
            long before = usedHeap();
            open(server, client, connections, established, closed);
            Thread.sleep(SILENCE_MILLIS);
            long kept = usedHeap() - before;
            if (closed.get() > 0) {
                throw new IllegalStateException(closed + " connections closed while they were counted");
            }
            return Map.of("bytes", kept / (2.0 * connections), "connections", (double) connections);
        }
    }

    private static void open(CrspDrivers.Opened server, CrspDrivers.Opened client, int number,
            AtomicInteger established, AtomicInteger closed) throws InterruptedException {
        int target = established.get() + number;
        long begun = System.nanoTime();
        int opened = established.get();
        while (established.get() < target) {
            while (opened < target && opened - established.get() < AT_ONCE) {
                client.connect(server.localAddress(), (connection, event) -> {
                    if (event instanceof ConnectionEvent.Established) {
                        established.incrementAndGet();
                    } else if (event instanceof ConnectionEvent.Closed) {
                        closed.incrementAndGet();
                    }
                });
                opened++;
            }
            if (closed.get() > 0 || System.nanoTime() - begun > LIMIT_NANOS) {
                throw new IllegalStateException(established + " connections of " + target + " were established, "
                        + closed + " closed");
            }
            Thread.sleep(1);
        }
    }

    @SuppressWarnings("CallToSystemGc") // What stays is what is asked for.
    static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
