package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.security.ClientSecurity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who sends before whom. */
class TransmitQueueTest {
    private final Endpoint endpoint = new Endpoint(
            EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]), null, new SplittableRandom(1));
    private final TransmitQueue queue = new TransmitQueue();

    private EndpointConnection connection(int port, boolean background) {
        EndpointConnection connection = endpoint.connect(
                0, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ClientSecurity.plain(),
                (from, event) -> {
                });
        connection.background(background);
        return connection;
    }

    private List<EndpointConnection> connections(int firstPort, int count, boolean background) {
        return IntStream.range(firstPort, firstPort + count).mapToObj(port -> connection(port, background)).toList();
    }

    @Test
    void theBackgroundGoesWhenNoOtherWaits() {
        EndpointConnection bulk = connection(1, true);
        List<EndpointConnection> others = connections(2, 3, false);
        queue.add(bulk);
        others.forEach(queue::add);

        assertThat(queue.hasForeground()).isTrue();
        others.forEach(each -> assertThat(queue.next()).isSameAs(each));
        assertThat(queue.hasForeground()).isFalse();
        assertThat(queue.next()).isSameAs(bulk);
        assertThat(queue.next()).isNull();
    }

    @Test
    void theBackgroundIsNotStarved() {
        List<EndpointConnection> bulk = connections(1, 3, true);
        EndpointConnection busy = connection(9, false);
        bulk.forEach(queue::add);
        queue.add(busy);
        List<EndpointConnection> served = new ArrayList<>();
        for (int turn = 0; turn < 60; turn++) {
            EndpointConnection next = queue.next();
            assertThat(next).isNotNull();
            served.add(next);
            if (next == busy) {
                queue.add(busy);
            }
        }
        assertThat(served).containsAll(bulk);
        assertThat(served.stream().filter(each -> each == busy)).hasSizeGreaterThan(50);
    }

    @Test
    void whatBecomesUrgentOvertakesTheBackgroundAndIsServedOnce() {
        List<EndpointConnection> bulk = connections(1, 3, true);
        bulk.forEach(queue::add);

        queue.promote(bulk.get(2));
        queue.promote(bulk.get(2));

        assertThat(queue.next()).isSameAs(bulk.get(2));
        assertThat(queue.next()).isSameAs(bulk.get(0));
        assertThat(queue.next()).isSameAs(bulk.get(1));
        assertThat(queue.next()).isNull();
    }

    /** All that waits goes out in the end, and nobody's datagrams are forgotten on the way between the queues. */
    @Test
    void theEndpointSendsForAllWhoseverTurnItIs() {
        List<EndpointConnection> bulk = connections(1, 5, true);
        List<EndpointConnection> others = connections(6, 5, false);
        Transmit transmit = new Transmit(ByteBuffer.allocate(65_535));
        List<InetSocketAddress> destinations = new ArrayList<>();
        while (endpoint.pollTransmit(0, transmit)) {
            destinations.add(transmit.destination());
        }
        assertThat(destinations).hasSize(10).doesNotHaveDuplicates();
        bulk.forEach(EndpointConnection::wakeUp);
        others.forEach(EndpointConnection::wakeUp);
        assertThat(endpoint.hasForeground()).isTrue();
        assertThat(endpoint.pollTransmit(0, transmit)).isFalse();
        assertThat(endpoint.hasForeground()).isFalse();
    }
}
