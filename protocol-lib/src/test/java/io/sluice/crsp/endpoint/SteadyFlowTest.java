package io.sluice.crsp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.stream.Stream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a flow costs once it runs: packets must make no objects, or the collector becomes part of the latency. */
class SteadyFlowTest {
    private static final InetSocketAddress GATEWAY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);
    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
    private static final long MICROSECOND = 1000;
    private static final int WARM_UP = 100_000;
    private static final int MEASURED = 100_000;

    /** Below the smallest object a packet: what is left are buffers that grow now and then. */
    private static final double BYTES_PER_PACKET = 2;

    private final EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT, new byte[16]);
    private final ByteBuffer message = ByteBuffer.allocate(1000);
    private final ByteBuffer target = ByteBuffer.allocate(1000);
    private final Endpoint gateway = new Endpoint(config, remote -> this::onGatewayEvent, new SplittableRandom(1));
    private final Endpoint client = new Endpoint(config, null, new SplittableRandom(2));
    private final DirectLink link = new DirectLink(client, CLIENT, gateway, GATEWAY);
    private long offered;
    private long received;

    private void onGatewayEvent(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.StreamReadable readable) {
            for (int size = readable.stream().poll(target.clear()); size >= 0; size = readable.stream()
                    .poll(target.clear())) {
                received++;
            }
        }
    }

    private void onClientEvent(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Established) {
            for (int i = 0; i < 3; i++) {
                pump(Objects.requireNonNull(connection.connection().openStream()));
            }
        } else if (event instanceof ConnectionEvent.StreamWritable writable) {
            pump(writable.stream());
        }
    }

    private void pump(Stream stream) {
        while (stream.offer(message.clear())) {
            offered++;
        }
    }

    private long flow(long time, int packets) {
        long now = time;
        long end = link.datagrams() + packets;
        while (link.datagrams() < end) {
            link.step(now);
            now += 50 * MICROSECOND;
        }
        return now;
    }

    @Test
    void packetsMakeNoObjects() {
        Arrays.fill(message.array(), (byte) 7);
        client.connect(0, GATEWAY, ClientSecurity.plain(), this::onClientEvent);
        long now = flow(0, WARM_UP);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long messagesBefore = received;
        flow(now, MEASURED);
        double perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / (double) MEASURED;
        assertThat(received - messagesBefore).isGreaterThan(MEASURED / 2);
        assertThat(offered).isGreaterThanOrEqualTo(received);
        assertThat(perPacket).as("bytes of new objects a packet").isLessThan(BYTES_PER_PACKET);
    }
}
