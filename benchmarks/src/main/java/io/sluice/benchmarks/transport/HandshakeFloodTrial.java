package io.sluice.benchmarks.transport;

import io.sluice.benchmarks.contestant.CrspSecurity;
import io.sluice.benchmarks.contestant.HandshakeFlood;
import io.sluice.benchmarks.contestant.PacedClients;
import io.sluice.benchmarks.harness.Metric;
import io.sluice.benchmarks.harness.Pace;
import io.sluice.benchmarks.harness.Trial;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EndpointStatistics;
import io.sluice.crsp.stream.Stream;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpSettings.Driver;
import io.sluice.crsp.udp.UdpTransport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a hundred secure clients, 20 messages a second each, feel of a flood of handshakes from addresses that are not
 * its sender's: their round trips in quiet and under it.
 *
 * @param driver of the gateway
 * @param perSecond datagrams of the flood; 0 for one thread's full speed
 * @param beside whether the flood goes to a bare socket beside the gateway: what it costs the machine alone
 */
record HandshakeFloodTrial(Driver driver, int perSecond, boolean beside) implements Trial {
    static final List<Metric> METRICS = List.of(Metric.lower("ratio", "p99 flooded : quiet", "×"),
            Metric.lower("quietP50", "quiet p50", "µs"), Metric.lower("quietP99", "quiet p99", "µs"),
            Metric.lower("floodedP50", "flooded p50", "µs"), Metric.lower("floodedP99", "flooded p99", "µs"),
            Metric.higher("sent", "flood sent", "/s"), Metric.higher("turnedAway", "turned away", "/s"),
            Metric.lower("heapBefore", "heap before", "MB"), Metric.lower("heapAfter", "heap after", "MB"));

    private static final int CLIENTS = 100;
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int MAX_DATAGRAM = 65_535;
    private static final int SINK_BUFFER = 4 * 1024 * 1024;

    @Override
    public Map<String, Double> run(Pace pace) throws Exception {
        CrspSecurity security = CrspSecurity.secure();
        try (UdpTransport gateway = open(driver, EndpointConfig.of(ConnectionConfig.DEFAULT, new byte[32],
                security.server()), remote -> HandshakeFloodTrial::echo);
                UdpTransport clients = open(Driver.AUTO, EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[32]),
                        null);
                DatagramSocket sink = new DatagramSocket(0, loopback())) {
            if (beside) {
                sink.setReceiveBufferSize(SINK_BUFFER);
                Thread.ofPlatform().daemon().name("sink").start(() -> swallow(sink));
            }
            InetSocketAddress target = beside
                    ? (InetSocketAddress) sink.getLocalSocketAddress()
                    : gateway.localAddress();
            PacedClients paced = new PacedClients(clients, PERIOD);
            paced.connect(CLIENTS, gateway.localAddress(), security.client());
            try (HandshakeFlood _ = new HandshakeFlood(gateway.localAddress(), target, perSecond)) {
                Thread.sleep(pace.warmUp());
            }
            Thread.sleep(pace.warmUp().dividedBy(2));
            return measure(pace, gateway, target, paced);
        }
    }

    private Map<String, Double> measure(Pace pace, UdpTransport gateway, InetSocketAddress target, PacedClients paced)
            throws Exception {
        double heapBefore = IdleMemoryTrial.usedHeap() / 1e6;
        paced.takeTimes();
        Thread.sleep(pace.measured());
        long[] quiet = paced.takeTimes();
        long turnedAwayBefore = turnedAway(gateway);
        long begun = System.nanoTime();
        long[] flooded;
        long sent;
        long turnedAway;
        double seconds;
        try (HandshakeFlood flood = new HandshakeFlood(gateway.localAddress(), target, perSecond)) {
            Thread.sleep(pace.measured());
            flooded = paced.takeTimes();
            sent = flood.sent();
            turnedAway = turnedAway(gateway) - turnedAwayBefore;
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        double heapAfter = IdleMemoryTrial.usedHeap() / 1e6;
        return Map.of("ratio", percentile(flooded, 0.99) / percentile(quiet, 0.99), "quietP50",
                percentile(quiet, 0.5), "quietP99", percentile(quiet, 0.99), "floodedP50", percentile(flooded, 0.5),
                "floodedP99", percentile(flooded, 0.99), "sent", sent / seconds, "turnedAway", turnedAway / seconds,
                "heapBefore", heapBefore, "heapAfter", heapAfter);
    }

    /** In microseconds. */
    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            throw new IllegalStateException("no message came back");
        }
        return sorted[(int) Math.min(sorted.length - 1L, (long) Math.ceil(share * sorted.length))] / 1e3;
    }

    private static long turnedAway(UdpTransport gateway) throws Exception {
        CompletableFuture<EndpointStatistics> asked = new CompletableFuture<>();
        gateway.loop().execute(() -> asked.complete(gateway.loop().endpoint().statistics()));
        EndpointStatistics counted = asked.get(10, TimeUnit.SECONDS);
        if (counted.accepted() != CLIENTS || counted.openConnections() != CLIENTS) {
            throw new IllegalStateException("the flood opened or ended connections: " + counted);
        }
        return counted.undersizedInitials() + counted.invalidTokens() + counted.retriesSent()
                + counted.versionNegotiationsSent();
    }

    private static void echo(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.StreamReadable(Stream stream)) {
            for (byte @Nullable [] message = stream.poll(); message != null; message = stream.poll()) {
                if (!stream.offer(message)) {
                    throw new IllegalStateException("no room for an answer");
                }
            }
        }
    }

    private static void swallow(DatagramSocket sink) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        try {
            while (true) {
                sink.receive(packet);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[]{127, 0, 0, 1});
    }

    private static UdpTransport open(Driver driver, EndpointConfig config, @Nullable ConnectionAcceptor acceptor)
            throws IOException {
        return UdpTransport.open(UdpSettings.of(new InetSocketAddress(loopback(), 0)).withDriver(driver), config,
                acceptor, Thread.ofPlatform().daemon().name("crsp-", 0).factory());
    }
}
