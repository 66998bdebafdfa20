package io.sluice.crsp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What part of a link a transfer uses at 50 ms round trip and random loss both ways, under the virtual clock. */
class GoodputOnLossyPathTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SIZE = 10_000;
    private static final int SECONDS_OF_DATA = 10;
    private static final int SEEDS = 3;

    private static double share(long rate, double loss, CongestionAlgorithm algorithm, long seed) {
        LinkSettings link = LinkSettings.builder()
                .delay(Duration.ofMillis(25), Duration.ofMillis(25))
                .bytesPerSecond(rate)
                .loss(loss)
                .build();
        SimulatedNetwork network = new SimulatedNetwork(link, seed);
        ConnectionConfig config = ConnectionConfig.DEFAULT.withCongestion(algorithm);
        Peer server = new Peer(network, Wire.SERVER_ADDRESS, config);
        Peer client = new Peer(network, Wire.CLIENT_ADDRESS, config);
        int messages = (int) (rate * SECONDS_OF_DATA / SIZE);
        byte[] message = new byte[SIZE];
        for (int i = 0; i < messages; i++) {
            client.toSend.add(message);
        }
        client.connect(server.address);
        assertThat(network.runUntil(() -> client.established, 30 * SECOND)).isTrue();
        long start = network.now();
        assertThat(network.runUntil(() -> server.received.size() == messages, 600 * SECOND)).isTrue();
        return (double) messages * SIZE * SECOND / (network.now() - start) / rate;
    }

    private static double median(long rate, double loss, CongestionAlgorithm algorithm) {
        double[] shares = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            shares[seed] = share(rate, loss, algorithm, seed + 1);
        }
        Arrays.sort(shares);
        return shares[SEEDS / 2];
    }

    @ParameterizedTest
    @CsvSource({"0, 0.9", "0.01, 0.8", "0.05, 0.6", "0.1, 0.5"})
    void bbrUsesTheLinkThoughItLosesAtRandom(double loss, double atLeast) {
        for (long rate : new long[]{250_000, 2_500_000, 10_000_000}) {
            double bbr = median(rate, loss, CongestionAlgorithm.BBR);
            System.out.printf("%d s of data over %.2f MB/s, 50 ms round trip, %.0f %% loss: BBR %.2f of the link%n",
                    SECONDS_OF_DATA, rate / 1e6, loss * 100, bbr);
            assertThat(bbr).isGreaterThan(atLeast);
        }
    }
}
