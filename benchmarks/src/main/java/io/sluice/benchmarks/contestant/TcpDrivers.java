package io.sluice.benchmarks.contestant;

import io.sluice.crsp.connection.ConnectionConfig;
import io.sluice.crsp.endpoint.ConnectionAcceptor;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConfig;
import io.sluice.crsp.tcp.TcpListener;
import io.sluice.crsp.tcp.TcpSettings;
import io.sluice.crsp.udp.UdpLoop;
import io.sluice.crsp.udp.UdpSettings;
import io.sluice.crsp.udp.UdpTransport;
import io.sluice.crsp.wire.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;

/** CRSP inside one TCP connection, as where UDP is blocked; secured by TLS, or bare. */
public final class TcpDrivers implements CrspDrivers {
    private static final byte[] SECRET = new byte[32];

    private final CrspSecurity security;

    /** @param security TLS or bare */
    public TcpDrivers(CrspSecurity security) {
        this.security = security;
    }

    private static ThreadFactory threads() {
        return Thread.ofPlatform().daemon().name("crsp-", 0).factory();
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public Opened server(InetSocketAddress local, ConnectionAcceptor acceptor) throws IOException {
        EndpointConfig config = EndpointConfig.of(ConnectionConfig.DEFAULT, SECRET, security.server());
        UdpTransport transport = UdpTransport.open(UdpSettings.of(anyPort()), config, acceptor, threads());
        TcpListener listener;
        try {
            listener = TcpListener.open(TcpSettings.of(local), security.server(), transport.loops(), threads());
        } catch (IOException e) {
            transport.close();
            throw e;
        }
        return new Opened() {
            @Override
            public InetSocketAddress localAddress() {
                return listener.localAddress();
            }

            @Override
            public void connect(InetSocketAddress remote, ConnectionHandler handler) {
                throw new UnsupportedOperationException("a gateway does not connect");
            }

            @Override
            public void close() {
                transport.close();
                listener.close();
            }
        };
    }

    @Override
    public Opened client() throws IOException {
        EndpointConfig config = EndpointConfig.plain(ConnectionConfig.DEFAULT, SECRET);
        UdpTransport transport = UdpTransport.open(UdpSettings.of(anyPort()), config, null, threads());
        return new Opened() {
            @Override
            public InetSocketAddress localAddress() {
                return transport.localAddress();
            }

            @Override
            public void connect(InetSocketAddress remote, ConnectionHandler handler) {
                UdpLoop loop = transport.loop();
                loop.execute(() -> loop.connectByTcp(remote, security.client(), handler));
            }

            @Override
            public void close() {
                transport.close(ErrorCode.NO_ERROR, "the run is over");
            }
        };
    }
}
