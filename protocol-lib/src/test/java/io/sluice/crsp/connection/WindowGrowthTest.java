package io.sluice.crsp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import io.sluice.crsp.stream.Stream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Windows follow the path and the reader, under the virtual clock. */
class WindowGrowthTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SIZE = 10_000;
    private static final long RATE = 20_000_000;

    /** 100 ms there and back at 20 MB/s: 2 MB are under way. */
    private static final LinkSettings LONG_AND_FAT = LinkSettings.builder()
            .delay(Duration.ofMillis(50), Duration.ofMillis(50))
            .bytesPerSecond(RATE)
            .queueBytes(1 << 20)
            .build();

    private final SimulatedNetwork network = new SimulatedNetwork(LONG_AND_FAT, 1);

    private Peer peer(int host, ConnectionConfig config) {
        return new Peer(network, new InetSocketAddress("127.0.0." + host, 4650), config);
    }

    private static Stream stream(Peer peer) {
        return Objects.requireNonNull(peer.stream);
    }

    private static void give(Peer peer, int messages) {
        for (int i = 0; i < messages; i++) {
            peer.toSend.add(new byte[SIZE]);
        }
    }

    @Test
    void aFastReadersWindowGrowsToWhatThePathHolds() {
        Peer server = peer(1, ConnectionConfig.DEFAULT);
        Peer client = peer(2, ConnectionConfig.DEFAULT);
        int messages = 10_000;
        give(client, messages);
        client.connect(server.address);
        assertThat(network.runUntil(() -> server.received.size() == messages, 60 * SECOND)).isTrue();
        assertThat(stream(server).receiveWindow()).isBetween(2_000_000, 4 << 20);
        // 5 s of data; a window of 256 KiB alone would have taken 40 s.
        assertThat(network.now()).isLessThan(8 * SECOND);
    }

    @Test
    void noWindowGrowsBeyondItsMaximum() {
        ConnectionConfig config = ConnectionConfig.DEFAULT.withMaxWindows(512 * 1024, 1024 * 1024, 4 << 20);
        Peer server = peer(1, config);
        Peer client = peer(2, config);
        give(client, 2000);
        client.connect(server.address);
        assertThat(network.runUntil(() -> server.received.size() == 2000, 60 * SECOND)).isTrue();
        assertThat(stream(server).receiveWindow()).isEqualTo(512 * 1024);
        assertThat(client.transport().statistics().bytesInFlight()).isLessThan(600 * 1024);
    }

    @Test
    void aSlowReadersWindowStays() {
        Peer server = peer(1, ConnectionConfig.DEFAULT);
        Peer client = peer(2, ConnectionConfig.DEFAULT);
        server.reading = false;
        give(client, 1000);
        client.connect(server.address);
        // One message each 20 ms: a fifth of the window within two round trips.
        for (int i = 0; i < 200; i++) {
            network.runTo(network.now() + SECOND / 50);
            if (server.stream != null && server.stream.poll() != null) {
                server.wakeUp();
            }
        }
        assertThat(stream(server).receiveWindow()).isEqualTo(256 * 1024);
    }

    @Test
    void whatMayBeOfferedFollowsWhatIsUnderWay() {
        Peer server = peer(1, ConnectionConfig.DEFAULT);
        Peer client = peer(2, ConnectionConfig.DEFAULT);
        give(client, 10_000);
        client.connect(server.address);
        network.runTo(3 * SECOND);
        assertThat(stream(client).buffered()).isBetween(2_000_000L, (4L << 20) + SIZE + 4);
        server.reading = false;
        network.runTo(10 * SECOND);
        long held = stream(client).buffered();
        assertThat(network.runUntil(() -> stream(client).buffered() != held, 20 * SECOND)).isFalse();
    }
}
