package io.sluice.crsp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whole transfers under the virtual clock, so times compare exactly. */
class CongestionOnLossyPathTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MESSAGES = 300;
    private static final int SIZE = 1000;
    private static final int SMALL_MESSAGES = 10_000;
    private static final int SMALL = 13;

    /** The hard setting: 10 % lost, 10 % corrupt, up to 100 ms of delay, 100 datagrams a second. */
    private static final LinkSettings RADIO = LinkSettings.builder()
            .loss(0.1)
            .corruption(0.1)
            .delay(Duration.ZERO, Duration.ofMillis(100))
            .packetsPerSecond(100)
            .build();

    private record Transfer(double seconds, double wireRatio, long laterInFlight) {}

    private static InetSocketAddress address(int host) {
        return new InetSocketAddress("127.0.0." + host, 4650);
    }

    private static Transfer transfer(LinkSettings link, CongestionAlgorithm algorithm, long seed) {
        return transfer(link, algorithm, seed, MESSAGES, SIZE);
    }

    private static Transfer transfer(
            LinkSettings link, CongestionAlgorithm algorithm, long seed, int messages, int size) {
        SimulatedNetwork network = new SimulatedNetwork(link, seed);
        ConnectionConfig config = ConnectionConfig.DEFAULT.withCongestion(algorithm);
        Peer server = new Peer(network, address(1), config);
        Peer client = new Peer(network, address(2), config);
        for (int i = 0; i < messages; i++) {
            client.toSend.add(new byte[size]);
        }
        client.connect(server.address);
        assertTrue(network.runUntil(() -> client.established, 30 * SECOND));
        long start = network.now();
        long[] maxInFlight = {0};
        assertTrue(
                network.runUntil(
                        () -> {
                            if (server.received.size() > messages / 2) {
                                maxInFlight[0] = Math.max(
                                        maxInFlight[0], client.transport().statistics().bytesInFlight());
                            }
                            return server.received.size() == messages;
                        },
                        120 * SECOND));
        assertEquals(messages, server.received.size());
        double wire = client.transport().statistics().bytesSent() / ((double) messages * size);
        return new Transfer((network.now() - start) / 1e9, wire, maxInFlight[0]);
    }

    @Test
    void bbrFollowsTheRateOfAPathThatLosesAtRandom() {
        double bbr = 0;
        double cubic = 0;
        double wire = 0;
        int seeds = 10;
        for (long seed = 1; seed <= seeds; seed++) {
            Transfer transfer = transfer(RADIO, CongestionAlgorithm.BBR, seed);
            bbr += transfer.seconds() / seeds;
            wire += transfer.wireRatio() / seeds;
            cubic += transfer(RADIO, CongestionAlgorithm.CUBIC, seed).seconds() / seeds;
        }
        System.out.printf(
                "300 kB at 10 %% loss, 10 %% corruption, 100 datagrams/s: BBR %.1f kB/s with %.2f x on the wire, CUBIC %.1f"
                        + " kB/s%n",
                300 / bbr, wire, 300 / cubic);
        assertTrue(300 / bbr > 90, "BBR reached " + 300 / bbr + " kB/s");
        assertTrue(wire < 1.4, wire + " times the bytes on the wire");
        assertTrue(bbr < cubic / 2, bbr + " s and " + cubic + " s");
    }

    @Test
    void bbrDrainsTheQueueThatItsStartMade() {
        // 120 kB/s with 20 ms each way: a bandwidth-delay product of 4.8 kB.
        LinkSettings clean = LinkSettings.builder()
                .delay(Duration.ofMillis(20), Duration.ofMillis(20))
                .packetsPerSecond(100)
                .build();
        Transfer transfer = transfer(clean, CongestionAlgorithm.BBR, 1);
        assertTrue(transfer.seconds() < 3.2, transfer.seconds() + " s for 2.5 s worth of data");
        long cubic = transfer(clean, CongestionAlgorithm.CUBIC, 1).laterInFlight();
        assertTrue(transfer.laterInFlight() < cubic / 3,
                transfer.laterInFlight() + " and " + cubic + " bytes in flight");
    }

    @Test
    void manySmallMessagesKeepTheirRateOverALossyLink() {
        LinkSettings lossy = LinkSettings.builder().loss(0.1).corruption(0.1)
                .delay(Duration.ZERO, Duration.ofMillis(100)).build();
        for (CongestionAlgorithm algorithm : CongestionAlgorithm.values()) {
            double[] rates = new double[9];
            for (int seed = 0; seed < rates.length; seed++) {
                rates[seed] = SMALL_MESSAGES / transfer(lossy, algorithm, seed, SMALL_MESSAGES, SMALL).seconds();
            }
            Arrays.sort(rates);
            System.out.printf(
                    "%,d messages of %d bytes at 10 %% loss, 10 %% corruption, up to 100 ms: %s %,.0f/s, %,.0f to %,.0f%n",
                    SMALL_MESSAGES, SMALL, algorithm, rates[rates.length / 2], rates[0], rates[rates.length - 1]);
            assertTrue(rates[rates.length / 2] > 1700, algorithm + " reached " + rates[rates.length / 2] + "/s");
        }
    }
}
