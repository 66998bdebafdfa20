package io.sluice.benchmarks.contestant;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.udp.UdpDriver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The driver on plain {@code java.nio}, in plain mode. */
public final class NioDrivers implements CrspDrivers {
    private static final byte[] SECRET = new byte[32];

    private final ConnectionConfig config;

    /** With the defaults and this congestion control. */
    public NioDrivers(CongestionAlgorithm congestion) {
        config = ConnectionConfig.DEFAULT.withCongestion(congestion);
    }

    @Override
    public Opened server(InetSocketAddress local, ConnectionAcceptor acceptor) throws IOException {
        return open(local, acceptor);
    }

    @Override
    public Opened client() throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
    }

    private Opened open(InetSocketAddress local, @Nullable ConnectionAcceptor acceptor) throws IOException {
        UdpDriver driver = new UdpDriver(local, EndpointConfig.of(config, SECRET), acceptor,
                Thread.ofPlatform().daemon().name("crsp-nio-", 0).factory());
        return new Opened() {
            @Override
            public InetSocketAddress localAddress() {
                return driver.localAddress();
            }

            @Override
            public void connect(InetSocketAddress remote, ConnectionHandler handler) {
                driver.execute(() -> driver.connect(remote, handler));
            }

            @Override
            public void close() {
                driver.close();
            }
        };
    }
}
