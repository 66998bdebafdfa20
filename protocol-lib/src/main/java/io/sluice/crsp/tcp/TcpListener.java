package io.sluice.crsp.tcp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.sluice.crsp.endpoint.EndpointLoop;
import io.sluice.crsp.security.ServerSecurity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A gateway's TCP port: takes tunnels and deals them out to the loops of its endpoints in turn. One thread serves all
 * of them. Safe for threads.
 */
public final class TcpListener implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final TcpSettings settings;
    private final ServerSecurity security;
    private final List<EndpointLoop> loops;
    private final EventLoopGroup group;
    private final TunnelCounters counters = new TunnelCounters();
    // A group of threads that shuts down does not reliably close what it serves.
    private final ChannelGroup tunnels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Channel channel;
    private int next;

    private TcpListener(
            TcpSettings settings, ServerSecurity security, List<? extends EndpointLoop> loops, ThreadFactory threads)
            throws IOException {
        this.settings = settings;
        this.security = security;
        this.loops = List.copyOf(loops);
        this.group = new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory());
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Admission())
                .bind(settings.local())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw bound.cause() instanceof IOException refused ? refused : new IOException(bound.cause());
        }
        this.channel = bound.channel();
    }

    /**
     * Binds the port and begins to take tunnels: in TLS, or bare where plain mode is allowed by name.
     *
     * @param security as of the endpoints
     * @param loops of the endpoints; at least one
     * @throws IOException if the address cannot be bound
     */
    public static TcpListener open(
            TcpSettings settings, ServerSecurity security, List<? extends EndpointLoop> loops, ThreadFactory threads)
            throws IOException {
        return new TcpListener(settings, security, loops, threads);
    }

    /** The bound address. */
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    public TcpStatistics statistics() {
        return counters.snapshot();
    }

    /** Takes a TCP connection if there is room, and watches that it becomes a tunnel in time. */
    private final class Admission extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel incoming) {
            if (counters.open.incrementAndGet() > settings.maxTunnels()) {
                counters.open.decrementAndGet();
                counters.refused.incrementAndGet();
                var _ = incoming.close();
                return;
            }
            counters.accepted.incrementAndGet();
            tunnels.add(incoming);
            incoming.closeFuture().addListener(closed -> counters.open.decrementAndGet());
            InetSocketAddress remote = (InetSocketAddress) incoming.remoteAddress();
            EndpointLoop owner = loops.get(Math.floorMod(next++, loops.size()));
            incoming.pipeline().addLast(new GreetingDecoder(
                    security, settings, counters, secured -> newTunnel(remote, owner, secured)));
        }
    }

    private Tunnel newTunnel(InetSocketAddress remote, EndpointLoop owner, boolean secured) {
        return new Tunnel(remote, owner, secured, settings.sendQueue(), counters);
    }

    /** Ends every tunnel and frees the port. Close the endpoints first, so that they can say goodbye. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        tunnels.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        stop();
    }

    private void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
