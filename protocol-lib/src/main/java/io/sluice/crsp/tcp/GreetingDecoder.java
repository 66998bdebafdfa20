package io.sluice.crsp.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import io.sluice.crsp.endpoint.EndpointLoop;
import io.sluice.crsp.security.ServerSecurity;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first three bytes of a TCP connection, which tell TLS from a bare tunnel: the third is the first of a
 * long header, with its highest bit set, or a TLS record's minor version, without. Then it makes way for what comes.
 */
final class GreetingDecoder extends ByteToMessageDecoder {
    private static final int NEEDED = 3;
    private static final int LONG_HEADER = 0x80;

    private final ServerSecurity security;
    private final TcpSettings settings;
    private final TunnelCounters counters;
    private final TunnelFactory tunnels;
    private @Nullable ScheduledFuture<?> patience;

    /** Makes the tunnel once it is known what is around it. */
    interface TunnelFactory {
        Tunnel make(boolean secured);
    }

    GreetingDecoder(
            ServerSecurity security, TcpSettings settings, TunnelCounters counters, TunnelFactory tunnels) {
        this.security = security;
        this.settings = settings;
        this.counters = counters;
        this.tunnels = tunnels;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        patience = context.executor().schedule(() -> {
            counters.silent.incrementAndGet();
            var _ = context.close();
        }, settings.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        context.read();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < NEEDED) {
            return;
        }
        boolean bare = (in.getByte(in.readerIndex() + NEEDED - 1) & LONG_HEADER) != 0;
        if (bare ? !security.plainAllowed() : !security.isSecure()) {
            counters.handshakesFailed.incrementAndGet();
            in.skipBytes(in.readableBytes());
            var _ = context.close();
            return;
        }
        Tunnel tunnel = tunnels.make(!bare);
        ChannelPipeline pipeline = context.pipeline();
        if (!bare) {
            pipeline.addLast(TunnelChannels.tls(security.newEngine(), settings.handshakeTimeout()));
        }
        Channel channel = context.channel();
        TunnelChannels.addPackets(pipeline, new TunnelHandler(tunnel, counters, () -> watch(channel, tunnel)));
        pipeline.remove(this);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (patience != null) {
            patience.cancel(false);
        }
    }

    /** A tunnel in which no connection began in time is of no use. */
    private void watch(Channel channel, Tunnel tunnel) {
        EndpointLoop owner = tunnel.owner();
        var _ = channel.eventLoop().schedule(
                () -> owner.execute(() -> {
                    if (channel.isActive() && !owner.endpoint().hasConnectionIn(tunnel)) {
                        counters.silent.incrementAndGet();
                        tunnel.close();
                    }
                }),
                settings.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }
}
