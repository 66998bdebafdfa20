package io.sluice.crsp.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.sluice.crsp.endpoint.EndpointLoop;
import io.sluice.crsp.security.TlsOutcome;
import io.sluice.crsp.wire.ErrorCode;
import io.sluice.crsp.wire.PacketHeader;
import io.sluice.crsp.wire.TransportException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last handler of a tunnel's channel: hands packets to the loop of the endpoint, and reads on only when it has taken
 * them, so that a busy endpoint slows its peers down instead of growing a queue. On Netty's thread.
 */
final class TunnelHandler extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelHandler.class);

    private final Tunnel tunnel;
    private final TunnelCounters counters;
    private final Runnable onOpen;
    private List<byte[]> batch = new ArrayList<>();
    private @Nullable TransportException failure;
    private boolean open;

    /** @param onOpen told once when packets may come and go */
    TunnelHandler(Tunnel tunnel, TunnelCounters counters, Runnable onOpen) {
        this.tunnel = tunnel;
        this.counters = counters;
        this.onOpen = onOpen;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            begin(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
        context.fireChannelActive();
    }

    private void begin(ChannelHandlerContext context) {
        if (!tunnel.isSecured()) {
            open(context.channel(), null);
        }
        context.channel().read();
    }

    private void open(Channel channel, @Nullable String identity) {
        if (!open) {
            open = true;
            tunnel.open(channel, identity);
            onOpen.run();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            onHandshake(context, handshake);
        }
        context.fireUserEventTriggered(event);
    }

    private void onHandshake(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        try {
            if (!handshake.isSuccess()) {
                throw handshake.cause() instanceof SSLException refused
                        ? refused
                        : new SSLException("the peer closed the TCP connection", handshake.cause());
            }
            SslHandler tls = context.pipeline().get(SslHandler.class);
            TlsOutcome.requireProtocol(tls.engine());
            open(context.channel(), TlsOutcome.identity(tls.engine().getSession()));
        } catch (SSLException e) {
            counters.handshakesFailed.incrementAndGet();
            failure = TlsOutcome.refusal(e);
            LOG.debug("No TLS with {}", tunnel, e);
            var _ = context.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf packet) {
        if (packet.readableBytes() < PacketHeader.DATA_HEADER_SIZE) {
            counters.malformed.incrementAndGet();
            failure = new TransportException(ErrorCode.PROTOCOL_VIOLATION, "a length that is no packet's");
            var _ = context.close();
            return;
        }
        byte[] bytes = new byte[packet.readableBytes()];
        packet.readBytes(bytes);
        batch.add(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!batch.isEmpty()) {
            List<byte[]> packets = batch;
            batch = new ArrayList<>();
            Channel channel = context.channel();
            tunnel.owner().execute(() -> deliver(packets, channel));
        }
        context.fireChannelReadComplete();
    }

    private void deliver(List<byte[]> packets, Channel channel) {
        EndpointLoop owner = tunnel.owner();
        long now = owner.now();
        for (byte[] packet : packets) {
            owner.endpoint().receive(now, tunnel, ByteBuffer.wrap(packet));
        }
        channel.read();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("The TCP connection with {} fails", tunnel, cause);
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (failure == null && reason instanceof SSLException tls) {
            failure = TlsOutcome.refusal(tls);
        }
        var _ = context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tunnel.discard();
        TransportException why = failure;
        ErrorCode code = why == null ? ErrorCode.RESET : why.code();
        String message = why == null ? "the TCP connection was closed" : String.valueOf(why.getMessage());
        EndpointLoop owner = tunnel.owner();
        owner.execute(() -> owner.endpoint().onTunnelClosed(tunnel, code, message));
        context.fireChannelInactive();
    }
}
