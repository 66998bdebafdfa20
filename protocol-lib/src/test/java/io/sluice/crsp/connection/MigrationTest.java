package io.sluice.crsp.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.crsp.simulator.LinkSettings;
import io.sluice.crsp.simulator.SimulatedNetwork;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client whose address changes keeps its connection. */
class MigrationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MESSAGES = 2000;

    private static InetSocketAddress address(int host, int port) {
        return new InetSocketAddress("127.0.0." + host, port);
    }

    private final SimulatedNetwork network = new SimulatedNetwork(
            LinkSettings.builder()
                    .loss(0.02)
                    .delay(Duration.ofMillis(5), Duration.ofMillis(15))
                    .bytesPerSecond(1_000_000)
                    .build(),
            7);
    private final Peer gateway = new Peer(network, address(1, 4650), ConnectionConfig.DEFAULT);
    private final Peer client = new Peer(network, address(2, 5000), ConnectionConfig.DEFAULT);

    private void transferWithMoves(InetSocketAddress... moves) {
        for (Peer peer : new Peer[]{gateway, client}) {
            for (int i = 0; i < MESSAGES; i++) {
                peer.toSend.add(("number " + i + " of many, with something to carry ".repeat(8)).getBytes(UTF_8));
            }
        }
        client.connect(gateway.address);
        InetSocketAddress at = client.address;
        int part = 0;
        for (InetSocketAddress next : moves) {
            int share = ++part * MESSAGES / (moves.length + 1);
            assertTrue(network.runUntil(() -> gateway.received.size() >= share, network.now() + 60 * SECOND));
            network.move(at, next);
            at = next;
        }
        assertTrue(
                network.runUntil(
                        () -> gateway.received.size() == MESSAGES && client.received.size() == MESSAGES,
                        network.now() + 60 * SECOND),
                () -> gateway.received.size() + " and " + client.received.size() + " messages");
        assertNull(client.closed);
        assertNull(gateway.closed);
        assertEquals(at, gateway.transport().remote());
        assertEquals(moves.length, gateway.pathChanges);
        assertEquals(1, gateway.endpoint.statistics().accepted(), "no connection but the first");
    }

    @Test
    void anotherPortBehindTheNatCostsNoMessageAndNoReconnect() {
        transferWithMoves(address(2, 5001));
    }

    @Test
    void anotherNetworkCostsNoMessageAndNoReconnect() {
        transferWithMoves(address(3, 5000), address(4, 6000), address(2, 5000));
    }

    @Test
    void junkFromElsewhereDoesNotMoveTheConnection() {
        transferWithMoves();
        InetSocketAddress spoofed = address(9, 9999);
        byte[] junk = new byte[60];
        gateway.endpoint.receive(network.now(), spoofed, java.nio.ByteBuffer.wrap(junk));
        network.runTo(network.now() + 5 * SECOND);
        assertNotEquals(spoofed, gateway.transport().remote());
        assertNull(network.counters(gateway.address, spoofed));
    }
}
