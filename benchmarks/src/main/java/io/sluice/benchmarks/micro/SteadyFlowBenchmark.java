package io.sluice.benchmarks.micro;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.connection.ConnectionEvent;
import io.sluice.crsp.endpoint.Endpoint;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.Transmit;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.stream.Stream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one packet costs both sides without a network: two endpoints, one stream, plain mode, datagrams handed over
 * directly. The collector's profile shows that a packet makes no objects.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SteadyFlowBenchmark {
    private static final int LARGEST = 1000;
    private static final long STEP = 20_000;

    private final InetSocketAddress gatewayAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4650);
    private final InetSocketAddress clientAddress = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000);
    private final EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT.withDatagramSize(1200, 1200),
            new byte[16]);
    private final Endpoint gateway = new Endpoint(config, remote -> this::onGatewayEvent, new SplittableRandom(1));
    private final Endpoint client = new Endpoint(config, null, new SplittableRandom(2));
    private final Transmit transmit = new Transmit(ByteBuffer.allocateDirect(65_535));
    private final ByteBuffer target = ByteBuffer.allocate(LARGEST);
    private final ByteBuffer message = ByteBuffer.allocate(LARGEST);
    private long now;
    private long received;

    /** Bytes of a message: one fills a packet, or many share one. */
    @Param({"32", "1000"})
    public int size;

    /** Begins the connection. */
    public SteadyFlowBenchmark() {
        client.connect(now, gatewayAddress, ClientSecurity.plain(), this::onClientEvent);
    }

    private void onGatewayEvent(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.StreamReadable readable) {
            while (readable.stream().poll(target.clear()) >= 0) {
                received++;
            }
        }
    }

    private void onClientEvent(EndpointConnection connection, ConnectionEvent event) {
        if (event instanceof ConnectionEvent.Established) {
            Stream stream = connection.connection().openStream();
            if (stream != null) {
                pump(stream);
            }
        } else if (event instanceof ConnectionEvent.StreamWritable writable) {
            pump(writable.stream());
        }
    }

    private void pump(Stream stream) {
        boolean taken = true;
        while (taken) {
            taken = stream.offer(message.clear().limit(size));
        }
    }

    /** One packet with data, sent and received; acknowledgements come when the sender's window is full. */
    @Benchmark
    public long packet() {
        while (!client.pollTransmit(now, transmit)) {
            now += STEP;
            client.onTimeout(now);
            gateway.onTimeout(now);
            while (gateway.pollTransmit(now, transmit)) {
                client.receive(now, gatewayAddress, transmit.buffer());
            }
        }
        gateway.receive(now, clientAddress, transmit.buffer());
        return received;
    }
}
