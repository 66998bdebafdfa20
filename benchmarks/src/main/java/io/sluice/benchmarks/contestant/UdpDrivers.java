package io.sluice.benchmarks.contestant;

import io.sluice.crsp.congestion.CongestionAlgorithm;
import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.udp.UdpLoop;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpSettings.Driver;
import io.sluice.crsp.udp.UdpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** CRSP over UDP: one event loop on each side, defaults for all that is not named. */
public final class UdpDrivers implements CrspDrivers {
    private static final byte[] SECRET = new byte[32];

    private final Driver driver;
    private final CrspSecurity security;
    private final ConnectionConfig config;

    /**
     * @param driver native or NIO
     * @param security secured or plain
     * @param congestion how senders adapt
     */
    public UdpDrivers(Driver driver, CrspSecurity security, CongestionAlgorithm congestion) {
        this.driver = driver;
        this.security = security;
        this.config = ConnectionConfig.DEFAULT.withCongestion(congestion);
    }

    @Override
    public Opened server(InetSocketAddress local, ConnectionAcceptor acceptor) throws IOException {
        return open(local, EndpointConfig.of(config, SECRET, security.server()), acceptor);
    }

    @Override
    public Opened client() throws IOException {
        return open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), EndpointConfig.plain(config, SECRET),
                null);
    }

    private Opened open(InetSocketAddress local, EndpointConfig endpoint, @Nullable ConnectionAcceptor acceptor)
            throws IOException {
        UdpTransport transport = UdpTransport.open(UdpSettings.of(local).withDriver(driver), endpoint, acceptor,
                Thread.ofPlatform().daemon().name("crsp-", 0).factory());
        ClientSecurity own = security.client();
        return new Opened() {
            @Override
            public InetSocketAddress localAddress() {
                return transport.localAddress();
            }

            @Override
            public void connect(InetSocketAddress remote, ConnectionHandler handler) {
                UdpLoop loop = transport.loop();
                loop.execute(() -> loop.connect(remote, own, handler));
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }
}
