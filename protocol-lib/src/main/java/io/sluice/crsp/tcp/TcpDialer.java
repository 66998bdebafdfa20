package io.sluice.crsp.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.sluice.crsp.endpoint.ConnectionHandler;
import io.sluice.crsp.endpoint.EndpointConnection;
import io.sluice.crsp.endpoint.EndpointLoop;
import io.sluice.crsp.security.ClientSecurity;
import io.sluice.crsp.wire.ErrorCode;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Opens connections to gateways inside TCP connections, with a thread of its own. */
public final class TcpDialer implements AutoCloseable {
    private final EndpointLoop owner;
    private final EventLoopGroup group;
    private final TunnelCounters counters = new TunnelCounters();

    /** @param owner the loop of every connection opened here */
    public TcpDialer(EndpointLoop owner, ThreadFactory threads) {
        this.owner = owner;
        this.group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
    }

    /**
     * Begins a connection; on the owner's thread. Whatever keeps the tunnel from being opened ends the connection, with
     * a code as if it had happened inside: CERTIFICATE_REJECTED, HANDSHAKE_FAILED, or HANDSHAKE_TIMEOUT if nobody
     * listens.
     *
     * @param security of the tunnel: TLS around it, or none if plain was chosen by name
     */
    public EndpointConnection dial(InetSocketAddress remote, ClientSecurity security, ConnectionHandler handler) {
        boolean secured = security instanceof ClientSecurity.Tls;
        Tunnel tunnel = new Tunnel(remote, owner, secured, TcpSettings.DEFAULT_SEND_QUEUE, counters);
        EndpointConnection connection = owner.endpoint()
                .connect(owner.now(), tunnel, ClientSecurity.plain(), handler);
        ChannelFuture dialled = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(initializer(tunnel, security))
                .connect(remote);
        tunnel.attach(dialled.channel());
        dialled.addListener(done -> {
            if (!done.isSuccess()) {
                String why = String.valueOf(done.cause().getMessage());
                owner.execute(() -> owner.endpoint().onTunnelClosed(tunnel, ErrorCode.HANDSHAKE_TIMEOUT, why));
            }
        });
        return connection;
    }

    private ChannelInitializer<Channel> initializer(Tunnel tunnel, ClientSecurity security) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (security instanceof ClientSecurity.Tls tls) {
                    // The connection's own handshake timeout ends the tunnel sooner.
                    channel.pipeline().addLast(
                            TunnelChannels.tls(tls.newEngine(), TcpSettings.DEFAULT_HANDSHAKE_TIMEOUT));
                }
                TunnelChannels.addPackets(channel.pipeline(), new TunnelHandler(tunnel, counters, () -> {
                }));
            }
        };
    }

    /** Ends every TCP connection. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
